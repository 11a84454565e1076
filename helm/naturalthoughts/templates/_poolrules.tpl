{{/* What pools are scaled by. The names of models are no labels as Kubernetes wants them in an autoscaler's selector ("/"), and while no
run is at work nothing is reported: so the age is recorded by pool, and is 0 then. Requests to embed wait in a line of their own. */}}
{{- define "nt.poolRules" -}}
{{- $rules := list -}}
{{- range $given := .Values.pools -}}
{{- $pool := include "nt.pool" (dict "root" $ "given" $given) | fromYaml -}}
{{- if and $pool.autoscaling.enabled (not $pool.autoscaling.metric.name) -}}
{{- $labels := dict "namespace" $.Release.Namespace "release" $.Release.Name "pool" $pool.name -}}
{{- $of := printf "namespace=%q,model=~%q" $.Release.Namespace (printf `%s( \(embeddings\))?` (regexQuoteMeta $pool.servedName)) -}}
{{- $expression := printf "max(naturalthoughts_queue_age_seconds{%s}) or vector(0)" $of -}}
{{- $rules = append $rules (dict "record" "naturalthoughts_pool_queue_age_seconds" "labels" $labels "expr" $expression) -}}
{{- end -}}
{{- end -}}
{{- if $rules -}}
{{- list (dict "name" (printf "naturalthoughts-pools-%s" .Release.Name) "interval" "30s" "rules" $rules) | toYaml -}}
{{- end -}}
{{- end -}}
