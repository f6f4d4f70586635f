package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.catalog.Catalogue;
import io.tollgate.catalog.PriceBook;
import io.tollgate.json.Fault;
import io.tollgate.json.Scalars;
import io.tollgate.ledger.Calendar;
import io.tollgate.policy.Book;
import io.tollgate.policy.Change;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.ConfigurationFile;
import io.tollgate.policy.PolicyStore;
import io.tollgate.policy.PolicyStore.InForce;
import io.tollgate.policy.Put;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `/admin/v1/config`: the file in force, and the next one. Its version is its `ETag`, and whoever
/// puts a file names by `If-Match` the version that it was made from.
final class ConfigRoutes {
  private static final String TAG = "etag";
  private static final String MATCH = "if-match";
  private static final String ANY = "*";

  private final PolicyStore policies;
  private final Book book;
  private final Supplier<PriceBook> prices;

  /// @param book of this process, which is to know of a change at once
  /// @param prices what ships; read when a file is put, and not before
  ConfigRoutes(PolicyStore policies, Book book, Supplier<PriceBook> prices) {
    this.policies = policies;
    this.book = book;
    this.prices = prices;
  }

  Answer show(Ask ask) {
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    InForce file = inForce();
    boolean asJson = ask.headers().first("accept").orElse("").contains("json");
    return (asJson ? Answer.ok(json(file, ask)) : Answer.yaml(file.text()))
        .with(TAG, tag(file.version()));
  }

  private static ObjectNode json(InForce file, Ask ask) {
    Calendar calendar = ask.configuration().calendar();
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", file.version());
    file.change()
        .ifPresent(change ->
            json.put("changed_at", Times.text(change.at(), calendar))
                .put("changed_by", change.by()));
    if (!file.raises().all().isEmpty()) {
      ArrayNode raises = json.putArray("raises");
      file.raises().all().forEach(raise -> raises.add(RaiseJson.of(raise, calendar)));
    }
    return json.put("file", file.text());
  }

  Answer put(Ask ask) {
    boolean dry = ask.parameters().read("dry_run", Scalars::flag).orElse(false);
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    return switch (policies.check(ask.body(), ask.now())) {
      case ConfigurationFile.Faulty(List<Fault> faults) -> Problem.invalidFile(faults);
      case ConfigurationFile.Parsed(Configuration file) ->
          unreachable(file)
              .map(fault -> Problem.invalidFile(List.of(fault)))
              .orElseGet(() -> dry ? valid(file) : put(ask, inForce().version()));
    };
  }

  /// A provider without an address: the file reads well, and no function could work by it.
  private Optional<Fault> unreachable(Configuration file) {
    try {
      new Catalogue(prices.get(), file.providers());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new Fault(0, "providers", String.valueOf(e.getMessage())));
    }
  }

  private Answer valid(Configuration file) {
    long version = inForce().version();
    ObjectNode body = body(file, version).put("dry_run", true);
    return Answer.ok(body).with(TAG, tag(version));
  }

  private Answer put(Ask ask, long version) {
    Optional<String> match = ask.headers().first(MATCH).map(ConfigRoutes::unquoted);
    if (match.isEmpty()) {
      return Problem.INVALID_REQUEST.answer(
          "say which version you edited, `If-Match: \"%d\"` for the one in force; `If-Match: *` puts the file over any"
              .formatted(version),
          "If-Match");
    }
    if (!match.get().equals(ANY) && !match.get().matches("[0-9]{1,18}")) {
      return Problem.INVALID_REQUEST.answer(
          "'%s' is no version such as \"%d\"".formatted(match.get(), version), "If-Match");
    }
    long edited = match.get().equals(ANY) ? version : Long.parseLong(match.get());
    return switch (policies.put(ask.body(), edited, new Change(ask.by(), ask.now()))) {
      case Put.Faulty(List<Fault> faults) -> Problem.invalidFile(faults);
      case Put.Stale(long other) -> stale(edited, other);
      case Put.InForce(Configuration file) -> {
        book.refresh();
        yield Answer.ok(body(file, file.version())).with(TAG, tag(file.version()));
      }
    };
  }

  private static Answer stale(long edited, long version) {
    return Problem.CONFLICT
        .answer(
            "version %d is in force, and you edited version %d; nothing was changed. Get the file again and make your change there."
                .formatted(version, edited),
            "If-Match")
        .with(TAG, tag(version));
  }

  private ObjectNode body(Configuration file, long version) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("version", version);
    ArrayNode notices = body.putArray("notices");
    file.notices().forEach(notices::add);
    var catalogue = new Catalogue(prices.get(), file.providers());
    new CheaperModels(catalogue).notices(file).forEach(notices::add);
    return body;
  }

  private InForce inForce() {
    return policies
        .inForce()
        .orElseThrow(() -> new IllegalStateException("a book was opened at no configuration"));
  }

  private static String tag(long version) {
    return "\"" + version + "\"";
  }

  // A proxy that compresses answers makes tags weak.
  private static String unquoted(String tag) {
    return tag.strip().replaceFirst("^W/", "").replaceAll("^\"|\"$", "");
  }
}
