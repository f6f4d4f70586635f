package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.key.Head;
import io.tollgate.key.KeyHash;
import io.tollgate.key.KeyStore;
import io.tollgate.key.VirtualKey;
import io.tollgate.table.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

/// What a process remembers of the configuration and of keys, and how old that is by the store's
/// clock.
///
/// Safe for concurrent calls; one per process. A warm look-up reads nothing. Its age is the store's
/// time now less the store's time of the last strong read of the head (enforcement.md, section
/// 4.0), so a process that was frozen learns its age from the first answer of the store and never
/// from its own clock.
public final class Book {
  /// The oldest that anybody works from: changes are in force everywhere within it.
  public static final Duration FRESH = Duration.ofSeconds(5);

  private final PolicyStore policies;
  private final KeyStore keys;
  private final Wait wait;
  private final AtomicReference<Page> page;
  private final AtomicReference<Optional<CompletableFuture<Boolean>>> refreshing =
      new AtomicReference<>(Optional.empty());

  private record Page(Head head, Configuration configuration, KeyCache keys) {}

  /// How a caller waits for a read that another has under way: an argument, so that a simulator can
  /// let that other go on meanwhile.
  @FunctionalInterface
  public interface Wait {
    /// Returns or throws what `read.join()` does, once the read has ended.
    boolean join(CompletableFuture<Boolean> read);
  }

  /// Opens the book at what is current.
  ///
  /// @throws IllegalStateException if no configuration was ever stored
  /// @throws StoreUnavailable if the store did not answer
  public Book(PolicyStore policies, KeyStore keys) {
    this(policies, keys, CompletableFuture::join);
  }

  /// The same, waiting as it is told to.
  public Book(PolicyStore policies, KeyStore keys, Wait wait) {
    this.policies = policies;
    this.keys = keys;
    this.wait = wait;
    Head head = policies.head();
    page = new AtomicReference<>(new Page(head, policies.current(head), new KeyCache()));
  }

  private Page page() {
    return page.get();
  }

  /// The configuration as it was at the last refresh.
  public Configuration current() {
    return page().configuration();
  }

  /// The head as it was at the last refresh: keep it over a call, to ask whether anything moved
  /// since.
  public Head head() {
    return page().head();
  }

  /// The key of that hash: remembered, else by one strong read. Whether it is disabled or expired
  /// is the caller's question.
  ///
  /// @throws StoreUnavailable if the store had to be asked and did not answer
  public Optional<VirtualKey> key(KeyHash hash) {
    return page().keys().find(hash, keys::find);
  }

  /// The name by which policies may call a scope's owner: of a virtual key its own, remembered,
  /// else by one strong read, and its id if it was deleted; of others the scope's.
  ///
  /// @throws StoreUnavailable if the store had to be asked and did not answer
  public String nameOf(Scope scope) {
    return scope.kind() == ScopeKind.KEY
        ? page().keys().name(scope.name(), keys::get)
        : scope.name();
  }

  /// How long ago the head was read, by the store's clock.
  ///
  /// @param storeNow the store's time in its latest answer
  public Duration age(Instant storeNow) {
    return Duration.between(page().head().at(), storeNow);
  }

  public boolean isOlderThan(Duration limit, Instant storeNow) {
    return age(storeNow).compareTo(limit) > 0;
  }

  /// The newest configuration, at most {@link #FRESH} old by the store's clock.
  ///
  /// @throws StoreUnavailable if the store had to be asked and did not answer
  public Configuration fresh(Instant storeNow) {
    if (isOlderThan(FRESH, storeNow)) {
      refresh();
    }
    return current();
  }

  /// One strong read of the head, shared by all who ask while it is under way; more reads only if
  /// the policies moved.
  ///
  /// @return whether policies or keys moved since the last refresh: what may admit who was refused
  ///   before. A model that was found to ignore its cap admits nobody. A call that began earlier
  ///   compares {@link #head} instead
  /// @throws StoreUnavailable if the store did not answer; nothing is forgotten then, and the age
  ///   goes on growing
  public boolean refresh() {
    var mine = new CompletableFuture<Boolean>();
    Optional<CompletableFuture<Boolean>> own = Optional.of(mine);
    Optional<CompletableFuture<Boolean>> others = refreshing.get();
    if (others.isPresent()) {
      return await(others.get());
    }
    if (!refreshing.compareAndSet(others, own)) {
      return refreshing.get().map(this::await).orElseGet(this::refresh);
    }
    boolean moved;
    try {
      moved = turn();
    } catch (RuntimeException | Error e) {
      refreshing.set(Optional.empty());
      mine.completeExceptionally(e);
      throw e;
    }
    // First this: whoever waited for an older read than it needs would else be given that one
    // again.
    refreshing.set(Optional.empty());
    mine.complete(moved);
    return moved;
  }

  private boolean await(CompletableFuture<Boolean> refresh) {
    try {
      return wait.join(refresh);
    } catch (CompletionException e) {
      throw new StoreUnavailable("the configuration could not be refreshed", e);
    }
  }

  // One at a time, see refresh().
  private boolean turn() {
    Page before = page();
    Head head = policies.head();
    boolean sameFile =
        head.version() == before.head().version() && head.file().equals(before.head().file());
    boolean sameKeys = head.keys() == before.head().keys();
    page.set(
        new Page(
            head,
            sameFile ? before.configuration() : policies.current(head),
            sameKeys ? before.keys() : new KeyCache()));
    return !sameFile || !sameKeys;
  }
}
