{{/* A silo: its container, and what its pod needs. */}}

{{- define "nt.probe" -}}
httpGet: {path: {{ .path }}, port: http, scheme: {{ include "nt.scheme" .root | upper }}}
periodSeconds: {{ .period }}
timeoutSeconds: {{ .timeout }}
failureThreshold: {{ .failures }}
{{- end -}}

{{- define "nt.silo" -}}
{{- $root := .root -}}
- name: silo
  image: {{ include "nt.image" (dict "image" $root.Values.image "tag" $root.Chart.AppVersion) }}
  imagePullPolicy: {{ $root.Values.image.pullPolicy }}
  args: [serve]
  env:
    {{- include "nt.env" . | nindent 4 }}
  {{- with $root.Values.extraEnvFrom }}
  envFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    - {name: http, containerPort: {{ $root.Values.api.port }}, protocol: TCP}
    - {name: silo, containerPort: {{ $root.Values.silo.port }}, protocol: TCP}
    - {name: gateway, containerPort: {{ $root.Values.silo.gatewayPort }}, protocol: TCP}
  startupProbe:
    {{- $tries := div (add $root.Values.silo.startupSeconds 4) 5 }}
    {{- include "nt.probe" (dict "root" $root "path" "/health/ready" "period" 5 "timeout" 10 "failures" $tries) | nindent 4 }}
  readinessProbe:
    {{- include "nt.probe" (dict "root" $root "path" "/health/ready" "period" 5 "timeout" 10 "failures" 3) | nindent 4 }}
  livenessProbe:
    {{- include "nt.probe" (dict "root" $root "path" "/health/live" "period" 10 "timeout" 10 "failures" 6) | nindent 4 }}
  resources:
    {{- toYaml .resources | nindent 4 }}
  securityContext:
    {{- toYaml $root.Values.silo.securityContext | nindent 4 }}
  volumeMounts:
    - {name: runs, mountPath: {{ $root.Values.storage.mountPath }}}
    - {name: tmp, mountPath: /tmp}
    {{- range include "nt.secrets" $root | fromYamlArray }}
    - {name: {{ .name }}, mountPath: /etc/naturalthoughts/{{ .name }}, readOnly: true}
    {{- end }}
    {{- with $root.Values.extraVolumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{/* The Secrets a silo reads: volume, Secret, and which entry lies under which name. Only the entries it needs. */}}
{{- define "nt.secrets" -}}
{{- with include "nt.auth.secret" . }}
- {name: keys, secret: {{ . }}, items: [{key: {{ include "nt.auth.keysFile" $ | quote }}, path: keys}]}
{{- end }}
{{- if .Values.redis.bundled.enabled }}
- {name: redis, secret: {{ include "nt.fullname" . }}-redis, items: [{key: password, path: password}]}
{{- else }}
{{- with .Values.redis.external }}
{{- if .existingSecret }}
- {name: redis, secret: {{ .existingSecret }}, items: [{key: {{ .passwordKey | quote }}, path: password}]}
{{- end }}
{{- if and .tls.enabled .tls.existingSecret (or .tls.caKey .tls.certificateKey) }}
- name: redis-tls
  secret: {{ .tls.existingSecret }}
  items:
    {{- with .tls.caKey }}
    - {key: {{ . | quote }}, path: ca.crt}
    {{- end }}
    {{- if .tls.certificateKey }}
    - {key: {{ .tls.certificateKey | quote }}, path: tls.crt}
    - {key: {{ .tls.privateKeyKey | quote }}, path: tls.key}
    {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.api.tls.existingSecret }}
- {name: tls, secret: {{ . }}, items: [{key: tls.crt, path: tls.crt}, {key: tls.key, path: tls.key}]}
{{- end }}
{{- with .Values.telemetry.otlp }}
{{- if and .endpoint .headersSecret }}
- {name: otlp, secret: {{ .headersSecret }}, items: [{key: {{ .headersKey | quote }}, path: headers}]}
{{- end }}
{{- end }}
{{- end -}}

{{- define "nt.volumes" -}}
- name: runs
  persistentVolumeClaim: {claimName: {{ include "nt.claim" . }}}
- name: tmp
  emptyDir: {sizeLimit: {{ .Values.silo.tmpSize }}}
{{- range include "nt.secrets" . | fromYamlArray }}
- name: {{ .name }}
  # 288 is 0440: the group of the pod may read it.
  secret: {{ dict "secretName" .secret "items" .items "defaultMode" 288 | toJson }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What every pod of silos begins with. */}}
{{- define "nt.pod" -}}
serviceAccountName: {{ include "nt.serviceAccount" . }}
automountServiceAccountToken: false
# Variables such as VLLM_PORT that Kubernetes makes of the names of Services would be taken for settings.
enableServiceLinks: false
terminationGracePeriodSeconds: {{ include "nt.terminationSeconds" . }}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  {{- toYaml .Values.silo.podSecurityContext | nindent 2 }}
{{- end -}}
