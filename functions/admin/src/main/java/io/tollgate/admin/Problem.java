package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.json.Fault;
import java.util.List;
import java.util.Locale;

/// Why a request was not served, in the shape of OpenAI's errors: `{"error":{"message", "type",
/// "param", "code", "tollgate"}}`.
enum Problem {
  UNAUTHENTICATED(401, "authentication_error"),
  FORBIDDEN(403, "permission_error"),
  NOT_FOUND(404, "invalid_request_error"),
  METHOD_NOT_ALLOWED(405, "invalid_request_error"),
  CONFLICT(409, "invalid_request_error"),
  REQUEST_TOO_LARGE(413, "invalid_request_error"),
  INVALID_REQUEST(400, "invalid_request_error"),
  INTERNAL_ERROR(500, "api_error"),
  STORE_UNAVAILABLE(503, "api_error"),
  ADMIN_SECRET_UNAVAILABLE(503, "api_error");

  private final int status;
  private final String type;

  Problem(int status, String type) {
    this.status = status;
    this.type = type;
  }

  /// @param message a sentence that says what to do about it
  Answer answer(String message) {
    return answer(message, "");
  }

  /// @param field the path of the field that is wrong; empty if it is none
  Answer answer(String message, String field) {
    return Answer.ok(body(message, field)).with(status);
  }

  private ObjectNode body(String message, String field) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode error = body.putObject("error").put("message", message).put("type", type);
    if (field.isEmpty()) {
      error.putNull("param");
    } else {
      error.put("param", field);
    }
    error.put("code", name().toLowerCase(Locale.ROOT)).putObject("tollgate");
    return body;
  }

  /// All that is wrong with a body, the first fault in front.
  static Answer invalid(List<Fault> faults) {
    Fault first = faults.getFirst();
    return INVALID_REQUEST.answer(
        String.join("; ", faults.stream().map(Problem::sentence).toList()), first.path());
  }

  /// The same of a whole file, whose lines are worth naming; each fault also apart, for programs.
  static Answer invalidFile(List<Fault> faults) {
    String all =
        String.join(
            "; ",
            faults.stream()
                .map(fault -> fault.line() > 0 ? fault.toString() : sentence(fault))
                .toList());
    ObjectNode body = INVALID_REQUEST.body(all, faults.getFirst().path());
    ArrayNode apart = body.withObject("/error/tollgate").putArray("faults");
    for (Fault fault : faults) {
      apart
          .addObject()
          .put("line", fault.line())
          .put("field", fault.path())
          .put("message", fault.what());
    }
    return Answer.ok(body).with(INVALID_REQUEST.status);
  }

  private static String sentence(Fault fault) {
    return fault.path().isEmpty() ? fault.what() : fault.what() + " (" + fault.path() + ")";
  }
}
