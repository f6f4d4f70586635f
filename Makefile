# How `sam build` makes each function's zip: one target a function, named as in template.yaml.
#   lib/*.jar         the function, and what it needs at run time
#   tollgate-runtime  what Lambda starts in place of its own runtime client
#   tollgate.yaml     the organisation; TOLLGATE_CONFIG=FILE names another
# By hand: make build-ProxyFunction ARTIFACTS_DIR=/tmp/proxy

TOLLGATE_CONFIG ?= tollgate.yaml
RUNTIME := shared/aws/src/main/runtime/tollgate-runtime

.PHONY: build-ProxyFunction build-AggregatorFunction build-AdminFunction

build-ProxyFunction: module := proxy
build-AggregatorFunction: module := aggregator
build-AdminFunction: module := admin

build-ProxyFunction build-AggregatorFunction build-AdminFunction:
	@test -n "$(ARTIFACTS_DIR)" || { echo "ARTIFACTS_DIR=DIR says where the zip's files go; sam build sets it." >&2; exit 1; }
	@test -f $(RUNTIME) || { echo "$(RUNTIME) is missing: without it Lambda cannot start the function." >&2; exit 1; }
	@test -f "$(TOLLGATE_CONFIG)" || { echo "$(TOLLGATE_CONFIG) is missing: the organisation's file travels in the zip." >&2; exit 1; }
	rm -rf functions/$(module)/target/lib
	mvn --batch-mode --quiet --no-transfer-progress -DskipTests -pl functions/$(module) -am package
	infra/zip $(module) "$(ARTIFACTS_DIR)"
	cp "$(TOLLGATE_CONFIG)" "$(ARTIFACTS_DIR)/tollgate.yaml"
