package io.tollgate.proxy;

/// Why a call is refused: one constant for each row of the table in `docs/http-contract.md` whose
/// cause exists.
public enum Code {
  INVALID_API_KEY(401, "authentication_error", Retry.UNSAID),
  INVALID_REQUEST(400, "invalid_request_error", Retry.UNSAID),
  UNSUPPORTED_ENCODING(415, "invalid_request_error", Retry.UNSAID),
  MODEL_NOT_FOUND(404, "invalid_request_error", Retry.UNSAID),
  ROUTE_NOT_METERED(404, "invalid_request_error", Retry.UNSAID),
  METHOD_NOT_ALLOWED(405, "invalid_request_error", Retry.UNSAID, "route_not_metered"),
  REQUEST_TOO_LARGE(413, "invalid_request_error", Retry.UNSAID),
  ATTRIBUTION_NOT_ALLOWED(403, "permission_error", Retry.UNSAID),
  ATTRIBUTION_REQUIRED(400, "invalid_request_error", Retry.UNSAID),
  MODEL_NOT_ALLOWED(403, "permission_error", Retry.NEVER),
  SUSPENDED(403, "permission_error", Retry.NEVER),
  OUTSIDE_SCHEDULE(403, "permission_error", Retry.NEVER),
  MODEL_NOT_PRICED(403, "permission_error", Retry.NEVER),
  BUDGET_EXCEEDED(402, "insufficient_quota", Retry.NEVER),
  /// The same for keys whose clients stop at nothing but this; named as OpenAI names it.
  INSUFFICIENT_QUOTA(429, "insufficient_quota", Retry.NEVER),
  REQUEST_EXCEEDS_BUDGET(402, "insufficient_quota", Retry.NEVER),
  BUDGET_IN_FLIGHT(429, "rate_limit_error", Retry.LATER),
  REQUEST_EXCEEDS_RATE(400, "invalid_request_error", Retry.UNSAID),
  RATE_LIMIT_EXCEEDED(429, "rate_limit_error", Retry.LATER),
  COST_NOT_BOUNDABLE(403, "permission_error", Retry.NEVER),
  REQUEST_ALREADY_MADE(409, "invalid_request_error", Retry.NEVER),
  ENFORCEMENT_UNAVAILABLE(503, "server_error", Retry.LATER),
  PROVIDER_CREDENTIAL_REJECTED(502, "server_error", Retry.UNSAID),
  PROVIDER_UNAVAILABLE(502, "server_error", Retry.UNSAID),
  PROVIDER_TIMEOUT(504, "server_error", Retry.UNSAID),
  PROVIDER_INVALID_RESPONSE(502, "server_error", Retry.UNSAID),
  INTERNAL_ERROR(500, "server_error", Retry.UNSAID);

  private final int status;
  private final String type;
  private final Retry retry;
  private final String word;

  /// What clients are told about trying again.
  private enum Retry {
    UNSAID,
    /// `x-should-retry: false` stops every SDK of OpenAI's family.
    NEVER,
    /// With a `Retry-After`.
    LATER
  }

  Code(int status, String type, Retry retry) {
    this.status = status;
    this.type = type;
    this.retry = retry;
    this.word = name().toLowerCase(java.util.Locale.ROOT);
  }

  Code(int status, String type, Retry retry, String word) {
    this.status = status;
    this.type = type;
    this.retry = retry;
    this.word = word;
  }

  public int status() {
    return status;
  }

  /// OpenAI's class of errors.
  public String type() {
    return type;
  }

  /// As `error.code` says it.
  public String word() {
    return word;
  }

  boolean isHopeless() {
    return retry == Retry.NEVER;
  }
}
