{{/* What a schema cannot see. */}}
{{- define "nt.checks" -}}
{{- if not (or (include "nt.auth.secret" .) .Values.auth.oidc.authority) -}}
{{- fail "Nobody would be asked who they are, and the API listens for the whole network. Set auth.generate=true (the chart makes keys), auth.existingSecret (a Secret with a file of keys), auth.keys (hashes that `naturalthoughts key NAME` prints), or auth.oidc.authority and auth.oidc.audience." -}}
{{- end -}}
{{- if and .Values.auth.oidc.authority (not .Values.auth.oidc.audience) -}}
{{- fail "auth.oidc.authority is set, but tokens that were meant for others would be taken. Set auth.oidc.audience to the name under which the issuer knows this server." -}}
{{- end -}}
{{- if not (or .Values.redis.bundled.enabled .Values.redis.external.connection) -}}
{{- fail "The silos would not find each other. Set redis.bundled.enabled=true, or redis.external.connection to your Redis (`host:6379`)." -}}
{{- end -}}
{{- if and .Values.redis.bundled.enabled .Values.redis.external.connection -}}
{{- fail "There are two Redis. With redis.external.connection, set redis.bundled.enabled=false." -}}
{{- end -}}
{{- with .Values.redis.external -}}
{{- if and (or .tls.certificateKey .tls.privateKeyKey) (not (and .tls.certificateKey .tls.privateKeyKey)) -}}
{{- fail "redis.external.tls.certificateKey and redis.external.tls.privateKeyKey belong together. Set both, or neither." -}}
{{- end -}}
{{- if and .tls.certificateKey (not .tls.existingSecret) -}}
{{- fail "redis.external.tls.certificateKey names an entry, but no Secret. Set redis.external.tls.existingSecret." -}}
{{- end -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not .Values.telemetry.metrics) -}}
{{- fail "serviceMonitor.enabled asks for metrics that are not served. Set telemetry.metrics=true." -}}
{{- end -}}
{{- if and .Values.serviceMonitor.enabled (not (include "nt.auth.viewerKey" .)) -}}
{{- fail "Prometheus needs a viewer's key to scrape the silos. Set auth.generate=true, or auth.existingSecret with an entry auth.viewerKey." -}}
{{- end -}}
{{- if and .Values.api.tls.caKey (not .Values.api.tls.existingSecret) -}}
{{- fail "api.tls.caKey names an entry, but no Secret. Set api.tls.existingSecret." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "The Ingress would take every host's requests. Set ingress.host." -}}
{{- end -}}
{{- $names := list -}}
{{- range $index, $given := .Values.pools -}}
{{- if has $given.name $names -}}
{{- fail (printf "Two pools are named `%s`. Give each its own name." $given.name) -}}
{{- end -}}
{{- $names = append $names $given.name -}}
{{- $pool := include "nt.pool" (dict "root" $ "given" $given) | fromYaml -}}
{{- if eq (int $pool.modelServer.port) (int $.Values.api.port) -}}
{{- fail (printf "In pool `%s` the model server and the API would have the same port. Set pools[].modelServer.port or api.port." $given.name) -}}
{{- end -}}
{{- with $pool.autoscaling -}}
{{- if and .enabled (not .metric.name) (not $.Values.prometheusRule.enabled) -}}
{{- fail (printf "Nothing records what pool `%s` is to be scaled by. Set prometheusRule.enabled=true, or name an external metric of yours in autoscaling.metric.name." $given.name) -}}
{{- end -}}
{{- if and .enabled (gt (int .minReplicas) (int .maxReplicas)) -}}
{{- fail (printf "In pool `%s`, autoscaling.minReplicas is more than autoscaling.maxReplicas." $given.name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
