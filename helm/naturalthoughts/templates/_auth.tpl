{{/* Who may ask. */}}

{{/* Whether the chart makes the Secret with the file of keys. */}}
{{- define "nt.auth.own" -}}
{{- if and (not .Values.auth.existingSecret) (or .Values.auth.generate .Values.auth.keys) -}}yes{{- end -}}
{{- end -}}

{{/* The Secret with the file of keys; empty: there is none, and tokens are taken only. */}}
{{- define "nt.auth.secret" -}}
{{- if .Values.auth.existingSecret -}}{{ .Values.auth.existingSecret }}
{{- else if include "nt.auth.own" . -}}{{ include "nt.fullname" . }}-keys
{{- end -}}
{{- end -}}

{{- define "nt.auth.keysFile" -}}
{{- if .Values.auth.existingSecret -}}{{ .Values.auth.keysFile }}{{ else -}}keys{{ end -}}
{{- end -}}

{{/* The entry with a viewer's key; empty: none is known. */}}
{{- define "nt.auth.viewerKey" -}}
{{- if .Values.auth.existingSecret -}}{{ .Values.auth.viewerKey }}
{{- else if .Values.auth.generate -}}viewer-key
{{- end -}}
{{- end -}}
