package io.tollgate.local.zip;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lambdas and method references of every kind that a class can have, and what they say.
public final class Lambdas {
  private final String name;

  private Lambdas(String name) {
    this.name = name;
  }

  /// All that they say, in order.
  public static List<String> said() {
    var said = new ArrayList<String>();
    var one = new Lambdas("one");
    one.keeps(said);
    one.refers(said);
    Inner.casts(said);
    said.addAll(new Above().heard());
    said.addAll(Spoken.all());
    return List.copyOf(said);
  }

  private void keeps(List<String> said) {
    boolean yes = true;
    byte small = 1;
    char letter = 'c';
    short few = 2;
    int some = 3;
    long many = 4L;
    float light = 0.5f;
    double heavy = 0.25;
    Supplier<String> all =
        () -> name + yes + small + letter + few + some + many + light + heavy + said.size();
    LongUnaryOperator sum = more -> more + many + some;
    Supplier<Supplier<String>> nested = () -> () -> name + letter;
    said.add(all.get());
    said.add(String.valueOf(sum.applyAsLong(5)));
    said.add(nested.get().get());
    Runnable changing = () -> said.add("ran for " + name);
    changing.run();
  }

  private void refers(List<String> said) {
    Supplier<String> own = this::secret;
    Function<String, Lambdas> made = Lambdas::new;
    Function<Lambdas, String> unbound = Lambdas::secret;
    UnaryOperator<String> fixed = Lambdas::louder;
    IntFunction<String[]> array = String[]::new;
    Predicate<Object> contained = Map.of("key", 1)::containsKey;
    BiFunction<String, String, String> between = String::concat;
    Comparator<String> order = Comparator.<String, Integer>comparing(String::length).reversed();
    said.add(own.get());
    said.add(unbound.apply(made.apply("two")));
    said.add(fixed.apply("loud"));
    said.add(String.valueOf(array.apply(3).length));
    said.add(String.valueOf(contained.test("key")));
    said.add(between.apply("a", "b"));
    said.add(Stream.of("a", "ccc", "bb").sorted(order).collect(Collectors.joining(",")));
  }

  private String secret() {
    return "secret of " + name;
  }

  private static String louder(String text) {
    return text + "!";
  }

  /// Boxes, widens, throws away, and is serialized.
  private static final class Inner {
    private static void casts(List<String> said) {
      ToIntFunction<Integer> unboxed = Integer::intValue;
      Function<Integer, Object> boxed = Integer::bitCount;
      ToIntFunction<String> same = String::length;
      Function<String, Long> parsed = Long::parseLong;
      LongUnaryOperator wide = Inner::negated;
      var count = new AtomicLong();
      Runnable thrownAway = count::getAndIncrement;
      Runnable boxThrownAway = new AtomicReference<>("kept")::getPlain;
      var serial = (Function<String, String> & Serializable) text -> text + "~";
      thrownAway.run();
      boxThrownAway.run();
      said.add(
          "%d %s %d %d %d %s %d"
              .formatted(
                  unboxed.applyAsInt(7),
                  boxed.apply(7),
                  same.applyAsInt("four"),
                  parsed.apply("8"),
                  wide.applyAsLong(9),
                  serial.apply("s"),
                  count.get()));
      Function<Object, String> wrong = cast(String::strip);
      try {
        said.add(wrong.apply(1));
      } catch (ClassCastException e) {
        said.add("not a string");
      }
    }

    private static long negated(long value) {
      return -value;
    }

    @SuppressWarnings("unchecked")
    private static Function<Object, String> cast(Function<String, String> function) {
      return (Function<Object, String>) (Function<?, String>) function;
    }
  }

  private static class Below {
    String inherited() {
      return "inherited";
    }
  }

  private static final class Above extends Below {
    @Override
    String inherited() {
      return "overridden";
    }

    List<String> heard() {
      Supplier<String> above = super::inherited;
      Supplier<String> own = this::inherited;
      return List.of(above.get(), own.get());
    }
  }

  private interface Spoken {
    String word();

    private String twice() {
      Supplier<String> again = () -> word() + word();
      return again.get();
    }

    static List<String> all() {
      Spoken hello = () -> "hello";
      Function<Spoken, String> word = Spoken::word;
      Function<Spoken, String> twice = Spoken::twice;
      return List.of(word.apply(hello), twice.apply(hello));
    }
  }
}
