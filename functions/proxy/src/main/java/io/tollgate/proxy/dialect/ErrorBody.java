package io.tollgate.proxy.dialect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an error tells the caller, before any dialect.
///
/// @param message a sentence
/// @param type OpenAI's class of errors, such as `insufficient_quota`
/// @param param the field at fault; empty for none
/// @param code what programs decide by
/// @param details what stands under `tollgate`, in order
public record ErrorBody(
    String message, String type, String param, String code, Map<String, String> details) {
  public ErrorBody {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }
}
