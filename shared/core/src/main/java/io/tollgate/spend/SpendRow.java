package io.tollgate.spend;

import io.tollgate.attribution.Attribution;
import io.tollgate.money.Usd;
import io.tollgate.table.Action;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Value;
import io.tollgate.usage.Meter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The books: one item for each hour of the organisation and each tuple of (member, agent,
/// department, feature, key, provider, model, tier served, price version), with calls, and quantity
/// and cost per meter.
///
/// Any one or two dimensions of spend are sums of these rows. A row is changed only in the
/// transaction that moves the money of the accounts, so the sum of all rows is the sum of all
/// journal items at every instant.
public final class SpendRow {
  /// Number of charged calls.
  public static final String CALLS = "n";

  private static final String QUANTITY = "q.";
  private static final String COST = "c.";
  private static final List<String> NAMES =
      List.of("m", "a", "d", "f", "k", "p", "o", "tier", "pv");

  private SpendRow() {}

  /// @param hour the window id of the organisation's hour in which the call was admitted
  public static Key key(String hour, Subject subject, String tier) {
    return new Key(partition(hour), hash(tuple(subject, tier)));
  }

  /// @param hour a window id of the kind hour, such as `H1abc2`
  public static String partition(String hour) {
    return "D#" + hour.substring(1);
  }

  /// How a row changes; sums of several calls merge into one.
  public static final class Delta {
    private final Map<Meter, long[]> quantities = new EnumMap<>(Meter.class);
    private final Map<Meter, Num> costs = new EnumMap<>(Meter.class);
    private final Subject subject;
    private final String tier;
    private long calls;

    public Delta(Subject subject, String tier) {
      this.subject = subject;
      this.tier = tier;
    }

    public void add(Charge charge) {
      calls++;
      add(charge, 1);
    }

    public void takeBack(Charge charge) {
      calls--;
      add(charge, -1);
    }

    private void add(Charge charge, int sign) {
      charge
          .lines()
          .forEach((meter, line) -> {
            quantities.computeIfAbsent(meter, m -> new long[1])[0] += sign * line.quantity();
            Num cost = Num.of(line.cost().picos());
            costs.merge(meter, sign > 0 ? cost : cost.negated(), Num::plus);
          });
    }

    /// The clauses of the update; the names of the tuple are written by whoever comes first.
    public List<Action> actions() {
      var actions = new ArrayList<Action>();
      if (calls != 0) {
        actions.add(Action.add(CALLS, Num.of(calls)));
      }
      quantities.forEach((meter, quantity) -> {
        if (quantity[0] != 0) {
          actions.add(Action.add(QUANTITY + meter.code(), Num.of(quantity[0])));
        }
      });
      costs.forEach((meter, cost) -> {
        if (cost.signum() != 0) {
          actions.add(Action.add(COST + meter.code(), cost));
        }
      });
      List<String> tuple = tuple(subject, tier);
      for (int i = 0; i < NAMES.size(); i++) {
        if (!tuple.get(i).isEmpty()) {
          actions.add(Action.setIfAbsent(NAMES.get(i), Value.of(tuple.get(i))));
        }
      }
      return actions;
    }
  }

  private static List<String> tuple(Subject subject, String tier) {
    Attribution who = subject.attribution();
    return List.of(
        who.member(),
        who.agent(),
        who.department(),
        who.feature(),
        who.key(),
        subject.provider(),
        subject.model(),
        tier,
        subject.priceVersion());
  }

  private static String hash(List<String> tuple) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String name : tuple) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        // The length first: ("ab", "c") and ("a", "bc") are different tuples.
        sha.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        sha.update((byte) ':');
        sha.update(bytes);
      }
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(sha.digest(), 18));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// What a stored row says.
  ///
  /// @param names the tuple by the attribute names of the store: m, a, d, f, k, p, o, tier, pv
  public record Contents(Map<String, String> names, long calls, Charge charge) {}

  public static Contents read(Item item) {
    var names = new TreeMap<String, String>();
    NAMES.forEach(name -> names.put(name, item.text(name).orElse("")));
    var lines = new EnumMap<Meter, Charge.Line>(Meter.class);
    for (Meter meter : Meter.values()) {
      long quantity = item.num(QUANTITY + meter.code()).asLong();
      var cost = new Usd(item.num(COST + meter.code()).exact());
      lines.put(meter, new Charge.Line(quantity, cost));
    }
    return new Contents(
        names, item.num(CALLS).asLong(), new Charge(lines, names.getOrDefault("tier", "")));
  }
}
