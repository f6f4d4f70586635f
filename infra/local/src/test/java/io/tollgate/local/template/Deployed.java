package io.tollgate.local.template;

import java.util.Map;
import java.util.TreeMap;

/// The functions of the template, each as far as its code reaches. Safe for concurrent use: two
/// test classes ask at once.
final class Deployed {
  private static final CloudFormation TEMPLATE = CloudFormation.ofTheTree();
  private static final Classes CLASSES = new Classes();
  private static final Map<String, Reach> REACHED = new TreeMap<>();

  private Deployed() {}

  /// @param function its logical id
  static synchronized Reach reach(String function) {
    return REACHED.computeIfAbsent(
        function,
        name ->
            Reach.of(
                CLASSES,
                TEMPLATE.properties(name).path("Handler").asText().replace('.', '/'),
                "io/tollgate/aws/runtime/Main"));
  }
}
