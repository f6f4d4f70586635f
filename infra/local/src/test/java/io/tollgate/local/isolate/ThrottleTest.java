package io.tollgate.local.isolate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.aws.http.Invocation;
import io.tollgate.local.template.CloudFormation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  @Test
  void the_throttle_speaks_as_the_stage_of_the_api_does() throws IOException {
    var json = new ObjectMapper();
    JsonNode said = CloudFormation.ofTheTree().properties("Api").at("/GatewayResponses/THROTTLED");
    var response = new ByteArrayOutputStream();
    Throttle.refuse(new Invocation("id-1", Instant.EPOCH), response);
    String[] here = response.toString(UTF_8).split("\0{8}", 2);
    JsonNode prelude = json.readTree(here[0]);
    assertThat(prelude.path("statusCode").asInt()).isEqualTo(said.path("StatusCode").asInt());
    var headers = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
    headers.add("content-type");
    said.at("/ResponseParameters/Headers").properties().stream()
        .map(Map.Entry::getKey)
        .forEach(headers::add);
    assertThat(prelude.path("headers").properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrderElementsOf(
            headers.stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)).toList());
    assertThat(json.readTree(here[1]))
        .isEqualTo(json.readTree(said.at("/ResponseTemplates/application~1json").asText()));
  }
}
