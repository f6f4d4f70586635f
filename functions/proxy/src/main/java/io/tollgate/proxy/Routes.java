package io.tollgate.proxy;

import io.tollgate.aws.http.Reply;
import io.tollgate.proxy.Progress.Visit;
import java.io.IOException;

/// Which address is whose. What is not metered here is refused, never passed on.
final class Routes {
  private static final String MODELS = "/v1/models";

  private final Gateway gateway;
  private final Models models;
  private final OwnUsage usage;
  private final Refusals refusals;

  Routes(Gateway gateway, Models models, OwnUsage usage, Refusals refusals) {
    this.gateway = gateway;
    this.models = models;
    this.usage = usage;
    this.refusals = refusals;
  }

  void handle(Visit visit, Reply reply) throws IOException {
    String path = visit.request().path();
    if (path.equals("/v1/chat/completions")) {
      if (isAllowed("POST", visit, reply)) {
        gateway.handle(visit, reply);
      }
    } else if (path.equals("/v1/usage")) {
      if (isAllowed("GET", visit, reply)) {
        usage.handle(visit, reply);
      }
    } else if (path.equals(MODELS) || path.startsWith(MODELS + "/")) {
      if (isAllowed("GET", visit, reply)) {
        models.handle(visit, path.substring(Math.min(path.length(), MODELS.length() + 1)), reply);
      }
    } else {
      refusals.send(
          Refusal.of(
              Code.ROUTE_NOT_METERED,
              "Nothing is metered at this address, so nothing is passed on from it; there are"
                  + " POST /v1/chat/completions, GET /v1/models and GET /v1/usage."),
          visit,
          reply);
    }
  }

  private boolean isAllowed(String method, Visit visit, Reply reply) throws IOException {
    if (visit.request().method().equals(method)) {
      return true;
    }
    refusals.send(
        Refusal.of(Code.METHOD_NOT_ALLOWED, "This address is for " + method + " only.")
            .with("allow", method),
        visit,
        reply);
    return false;
  }
}
