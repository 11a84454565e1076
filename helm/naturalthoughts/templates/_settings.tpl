{{/* The silos' configuration: keys as in docs/operations.md, as variables. */}}

{{- define "nt.settings.redis" -}}
{{- if .Values.redis.bundled.enabled }}
Redis:Connection: {{ include "nt.fullname" . }}-redis:6379
Redis:User: silo
Redis:PasswordFile: /etc/naturalthoughts/redis/password
{{- else }}
{{- with .Values.redis.external }}
Redis:Connection: {{ .connection | quote }}
{{- with .user }}
Redis:User: {{ . | quote }}
{{- end }}
{{- if .existingSecret }}
Redis:PasswordFile: /etc/naturalthoughts/redis/password
{{- end }}
{{- if .tls.enabled }}
Redis:Tls: "true"
{{- if and .tls.existingSecret .tls.caKey }}
Redis:CaFile: /etc/naturalthoughts/redis-tls/ca.crt
{{- end }}
{{- if .tls.certificateKey }}
Redis:CertificateFile: /etc/naturalthoughts/redis-tls/tls.crt
Redis:KeyFile: /etc/naturalthoughts/redis-tls/tls.key
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "nt.settings.http" -}}
Http:Urls: {{ include "nt.scheme" . }}://*:{{ .Values.api.port }}
Http:RequestsPerSecond: {{ .Values.api.requestsPerSecond }}
Http:Folders: {{ .Values.api.folders | default (list .Values.storage.mountPath) | join ";" | quote }}
{{- with .Values.api.auditFile }}
Http:AuditFile: {{ . | quote }}
{{- end }}
{{- if include "nt.auth.secret" . }}
Http:KeysFile: /etc/naturalthoughts/keys/keys
{{- end }}
{{- if .Values.api.tls.existingSecret }}
Kestrel:Certificates:Default:Path: /etc/naturalthoughts/tls/tls.crt
Kestrel:Certificates:Default:KeyPath: /etc/naturalthoughts/tls/tls.key
{{- end }}
{{- with .Values.auth.oidc }}
{{- if .authority }}
Http:Oidc:Authority: {{ .authority | quote }}
Http:Oidc:Audience: {{ .audience | quote }}
Http:Oidc:RoleClaim: {{ .roleClaim | quote }}
Http:Oidc:Viewer: {{ .viewer | quote }}
Http:Oidc:Operator: {{ .operator | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "nt.settings.telemetry" -}}
{{- with .Values.telemetry -}}
Telemetry:Metrics: {{ .metrics }}
Telemetry:Questions: {{ .questions }}
Telemetry:LogFormat: {{ .logFormat }}
{{- if .otlp.endpoint }}
Telemetry:Otlp: {{ .otlp.endpoint | quote }}
Telemetry:Protocol: {{ .otlp.protocol }}
{{- if .otlp.headersSecret }}
Telemetry:HeadersFile: /etc/naturalthoughts/otlp/headers
{{- end }}
{{- end }}
{{- end -}}
{{- end -}}

{{/* What all silos are told. */}}
{{- define "nt.settings" -}}
Cluster:Id: {{ include "nt.clusterId" . | quote }}
Cluster:Service: {{ .Values.cluster.service | quote }}
Silo:Port: {{ .Values.silo.port }}
Silo:GatewayPort: {{ .Values.silo.gatewayPort }}
Drain:Grace: {{ .Values.drain.graceSeconds }}s
{{ include "nt.settings.redis" . | trim }}
{{ include "nt.settings.http" . }}
{{ include "nt.settings.telemetry" . }}
{{- end -}}

{{/* The variables of a silo: those of all, and `inference`, which is its own. */}}
{{- define "nt.env" -}}
{{- $settings := mergeOverwrite (include "nt.settings" .root | fromYaml) .root.Values.settings .inference -}}
- name: NATURALTHOUGHTS_ROOT
  value: {{ printf "%s/%s" (trimSuffix "/" .root.Values.storage.mountPath) .root.Values.storage.runs | quote }}
- name: NATURALTHOUGHTS__Silo__Address
  valueFrom: {fieldRef: {fieldPath: status.podIP}}
{{- range $key, $value := $settings }}
- name: NATURALTHOUGHTS__{{ $key | replace ":" "__" }}
  value: {{ include "nt.text" $value | quote }}
{{- end }}
{{- with .keySecret }}
- name: MODEL_SERVER_KEY
  valueFrom: {secretKeyRef: {{ toJson . }}}
{{- end }}
- name: TMPDIR
  value: /tmp
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: POD_NAMESPACE
  valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
- name: OTEL_SERVICE_NAME
  value: {{ .root.Values.telemetry.serviceName | quote }}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: service.namespace={{ .root.Release.Name }},k8s.namespace.name=$(POD_NAMESPACE),k8s.pod.name=$(POD_NAME)
{{- with .root.Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end -}}
