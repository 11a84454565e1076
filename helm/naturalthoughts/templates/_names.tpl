{{/* Names and labels. */}}

{{- define "nt.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "nt.fullname" -}}
{{- $name := include "nt.name" . -}}
{{- if .Values.fullnameOverride -}}{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains $name .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{- define "nt.selector" -}}
app.kubernetes.io/name: {{ include "nt.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "nt.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: naturalthoughts
{{ include "nt.selector" . }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* What every object begins with: name (from the release's on), component. */}}
{{- define "nt.metadata" -}}
name: {{ include "nt.fullname" .root }}{{ with .suffix }}-{{ . }}{{ end }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "nt.labels" .root | nindent 2 }}
  {{- with .component }}
  app.kubernetes.io/component: {{ . }}
  {{- end }}
{{- end -}}

{{- define "nt.serviceAccount" -}}
{{- if .Values.serviceAccount.name -}}{{ .Values.serviceAccount.name }}
{{- else if .Values.serviceAccount.create -}}{{ include "nt.fullname" . }}
{{- else -}}default
{{- end -}}
{{- end -}}

{{- define "nt.image" -}}
{{- $tag := .image.tag | default .tag -}}
{{ .image.repository }}{{ if .image.digest }}@{{ .image.digest }}{{ else }}:{{ $tag }}{{ end }}
{{- end -}}

{{- define "nt.claim" -}}
{{- .Values.storage.existingClaim | default (printf "%s-runs" (include "nt.fullname" .)) -}}
{{- end -}}

{{/* Releases in other namespaces may have the same name and share a Redis. */}}
{{- define "nt.clusterId" -}}
{{- .Values.cluster.id | default (printf "%s.%s" .Release.Namespace .Release.Name) -}}
{{- end -}}

{{- define "nt.scheme" -}}
{{- if .Values.api.tls.existingSecret -}}https{{ else -}}http{{ end -}}
{{- end -}}

{{/* The name of the API in the cluster, which its certificate has to hold. */}}
{{- define "nt.host" -}}
{{- include "nt.fullname" . }}.{{ .Release.Namespace }}.svc
{{- end -}}

{{/* How long a pod may take to end: what the silo may take (its grace and three times 10 s), and some more. */}}
{{- define "nt.terminationSeconds" -}}
{{- add .Values.drain.graceSeconds 30 .Values.drain.marginSeconds -}}
{{- end -}}

{{/* A number as a person writes it: a large one would else be 1e+06. */}}
{{- define "nt.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{ int64 . }}{{ else -}}{{ . }}{{ end -}}
{{- end -}}

{{- define "nt.placement" -}}
{{- with .nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  - {{ merge (deepCopy .) (dict "labelSelector" (dict "matchLabels" $.selector)) | toYaml | nindent 4 | trim }}
  {{- end }}
{{- end }}
{{- with .priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .runtimeClassName }}
runtimeClassName: {{ . }}
{{- end }}
{{- end -}}
