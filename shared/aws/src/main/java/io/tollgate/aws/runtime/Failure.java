package io.tollgate.aws.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// What Lambda is told of something that failed.
///
/// @param type the exception's class
/// @param message a sentence of ours, or where it happened: never a value that a caller sent
record Failure(String type, String message) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String OURS = "io.tollgate.";
  private static final int LONGEST = 2_000;

  Failure {
    message = message.length() > LONGEST ? message.substring(0, LONGEST) : message;
  }

  /// Only a sentence that our own code wrote is repeated: others, such as a parser's, may quote
  /// what a caller sent.
  static Failure of(Throwable thrown) {
    String type = thrown.getClass().getSimpleName();
    StackTraceElement[] trace = thrown.getStackTrace();
    if (trace.length == 0) {
      return new Failure(type, type);
    }
    if (trace[0].getClassName().startsWith(OURS) && thrown.getMessage() != null) {
      return new Failure(type, thrown.getMessage());
    }
    for (StackTraceElement at : trace) {
      if (at.getClassName().startsWith(OURS)) {
        return new Failure(type, type + " in " + at);
      }
    }
    return new Failure(type, type + " in " + trace[0]);
  }

  /// At the start nobody has called yet: everything is told, with its causes.
  static Failure atStart(Throwable thrown) {
    var message = new StringBuilder(String.valueOf(thrown.getMessage()));
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      message.append("; because of ").append(cause);
    }
    return new Failure(thrown.getClass().getSimpleName(), message.toString());
  }

  byte[] json() {
    var bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("errorType", type);
      json.writeStringField("errorMessage", message);
      json.writeArrayFieldStart("stackTrace");
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }
}
