{{/* A pool with its defaults. */}}
{{- define "nt.pool" -}}
{{- $pool := include "nt.over" (dict "below" .root.Values.poolDefaults "above" .given) | fromYaml -}}
{{- if not $pool.servedName -}}{{- $_ := set $pool "servedName" $pool.model -}}{{- end -}}
{{- toYaml $pool -}}
{{- end -}}

{{/* Maps merged, all else replaced. Sprig's own merge passes over false, 0 and empty lists. */}}
{{- define "nt.over" -}}
{{- $merged := deepCopy .below -}}
{{- range $key, $value := .above -}}
{{- $below := get $merged $key -}}
{{- if and (kindIs "map" $value) (kindIs "map" $below) -}}
{{- $value = include "nt.over" (dict "below" $below "above" $value) | fromYaml -}}
{{- end -}}
{{- $_ := set $merged $key $value -}}
{{- end -}}
{{- toYaml $merged -}}
{{- end -}}

{{/* The key that model servers ask for: one for all pools, and vLLM asks for it under /v1 only. NetworkPolicies close the rest. */}}
{{- define "nt.modelKey" -}}
{{ dict "name" (printf "%s-models" (include "nt.fullname" .)) "key" "model-key" | toJson }}
{{- end -}}

{{- define "nt.modelServer.args" -}}
{{- $args := list -}}
{{- if .modelServer.standardArgs -}}
{{- $args = list .model "--served-model-name" .servedName "--port" (printf "%d" (int .modelServer.port)) -}}
{{- if gt (int .gpus) 1 -}}
{{- $args = concat $args (list "--tensor-parallel-size" (printf "%d" (int .gpus))) -}}
{{- end -}}
{{- end -}}
{{- concat $args .modelServer.args | toYaml -}}
{{- end -}}

{{- define "nt.modelServer" -}}
{{- $pool := .pool -}}
{{- with .pool.modelServer -}}
# A sidecar: it is ready before the silo starts, and ends after it.
- name: model-server
  restartPolicy: Always
  image: {{ include "nt.image" (dict "image" .image) }}
  imagePullPolicy: {{ .image.pullPolicy }}
  {{- with .command }}
  command:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  args:
    {{- include "nt.modelServer.args" $pool | nindent 4 }}
  env:
    # What it keeps, compiles and downloads goes where it may write.
    {{- $home := $pool.cache.mountPath }}
    - {name: HOME, value: {{ $home | quote }}}
    - {name: USER, value: vllm}
    - {name: HF_HOME, value: {{ printf "%s/huggingface" $home | quote }}}
    - {name: XDG_CACHE_HOME, value: {{ printf "%s/.cache" $home | quote }}}
    - {name: VLLM_CACHE_ROOT, value: {{ printf "%s/vllm" $home | quote }}}
    - {name: TORCHINDUCTOR_CACHE_DIR, value: {{ printf "%s/inductor" $home | quote }}}
    - {name: TRITON_CACHE_DIR, value: {{ printf "%s/triton" $home | quote }}}
    {{- if .apiKey }}
    - name: VLLM_API_KEY
      valueFrom: {secretKeyRef: {{ include "nt.modelKey" $.root }}}
    {{- end }}
    {{- with .hfToken }}
    {{- if .existingSecret }}
    - name: HF_TOKEN
      valueFrom: {secretKeyRef: {name: {{ .existingSecret }}, key: {{ .key | quote }}}}
    {{- end }}
    {{- end }}
    {{- with .env }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .envFrom }}
  envFrom:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  ports:
    - {name: model, containerPort: {{ .port }}, protocol: TCP}
  startupProbe:
    httpGet: {path: {{ .healthPath }}, port: model}
    periodSeconds: 10
    timeoutSeconds: 5
    failureThreshold: {{ div (add .startupSeconds 9) 10 }}
  livenessProbe:
    httpGet: {path: {{ .healthPath }}, port: model}
    periodSeconds: 15
    timeoutSeconds: 15
    failureThreshold: 8
  readinessProbe:
    httpGet: {path: {{ .healthPath }}, port: model}
    periodSeconds: 10
    timeoutSeconds: 10
    failureThreshold: 3
  resources:
    {{- $resources := .resources }}
    {{- if $pool.gpus }}
    {{- $limits := dict "limits" (dict $pool.gpuResource (int $pool.gpus)) "requests" (dict $pool.gpuResource (int $pool.gpus)) }}
    {{- $resources = include "nt.over" (dict "below" $resources "above" $limits) | fromYaml }}
    {{- end }}
    {{- toYaml $resources | nindent 4 }}
  securityContext:
    {{- toYaml .securityContext | nindent 4 }}
  volumeMounts:
    - {name: cache, mountPath: {{ $home }}}
    - {name: shm, mountPath: /dev/shm}
    - {name: model-tmp, mountPath: /tmp}
    {{- with .volumeMounts }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
{{- end -}}
