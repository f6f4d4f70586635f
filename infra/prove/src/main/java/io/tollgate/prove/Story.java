package io.tollgate.prove;

import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/// Everything that happened, kept as objects: it is put into words only when a law was broken.
final class Story {
  private static final int MOST = 400_000;
  private static final int MOST_TOLD = 120;

  private final Deque<Step> steps = new ArrayDeque<>();
  private final World world;

  private record Step(Instant at, String who, Object what, Object answer) {}

  Story(World world) {
    this.world = world;
  }

  void wrote(String who, Object write, Object answer) {
    if (steps.size() == MOST) {
      steps.removeFirst();
    }
    steps.add(new Step(world.instant(), who, write, answer));
  }

  /// @param about what a step must mention to be told, in its key or its words
  void note(String who, String what, String about) {
    wrote(who, what, about);
  }

  /// The last steps that concern these accounts and calls, one a line.
  List<String> told(Set<String> about) {
    var lines = new ArrayList<String>();
    for (Step step : steps) {
      String line = line(step, about);
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines.subList(Math.max(0, lines.size() - MOST_TOLD), lines.size());
  }

  private static String line(Step step, Set<String> about) {
    String text =
        switch (step.what()) {
          case Write write when concerns(write, about) ->
              describe(write) + " -> " + answer(step.answer());
          case List<?> writes -> transaction(writes, about) + answer(step.answer());
          case String words when about.contains(step.answer()) -> words + " " + step.answer();
          default -> "";
        };
    return text.startsWith("->") || text.isEmpty()
        ? ""
        : step.at() + " " + step.who() + ": " + text;
  }

  private static String transaction(List<?> writes, Set<String> about) {
    boolean concerned =
        writes.stream().anyMatch(write -> write instanceof Write one && concerns(one, about));
    if (!concerned) {
      return "->";
    }
    var text = new StringJoiner(" AND ", "[", "] -> ");
    for (Object write : writes) {
      if (write instanceof Write one && (concerns(one, about) || one.key().pk().startsWith("J#"))) {
        text.add(describe(one));
      }
    }
    return text.toString();
  }

  private static boolean concerns(Write write, Set<String> about) {
    if (about.contains(write.key().pk()) || about.contains(write.key().sk())) {
      return true;
    }
    return write.key().pk().equals("W#sweep");
  }

  private static String describe(Write write) {
    String key = write.key().pk().startsWith("J#") ? write.key().sk() : write.key().pk();
    return switch (write) {
      case Write.Put put -> "put " + key + " " + brief(put.item());
      case Write.Delete delete -> "delete " + key;
      case Write.Update update -> {
        var text = new StringJoiner(", ", "update " + key + " ", "");
        for (Action action : update.actions()) {
          String name = action.attribute();
          if (!name.equals("scope") && !name.equals("ch") && !name.equals("d")) {
            text.add(describe(action));
          }
        }
        yield text + conditions(update.condition());
      }
    };
  }

  private static String conditions(Condition condition) {
    return condition.equals(Condition.ALWAYS) ? "" : " if " + condition;
  }

  private static String describe(Action action) {
    return switch (action) {
      case Action.Remove(String name) -> "remove " + name;
      case Action.Set(String name, Action.Operand operand) -> name + "=" + operand(operand);
    };
  }

  private static String operand(Action.Operand operand) {
    return switch (operand) {
      case Action.Literal(var value) -> value.toString();
      case Action.Attribute(String name) -> name;
      case Action.AttributeOr(String name, var or) -> name + "|" + or;
      case Action.Sum(var left, var right) -> operand(left) + "+" + operand(right);
      case Action.Difference(var left, var right) -> operand(left) + "-" + operand(right);
    };
  }

  private static String answer(Object answer) {
    return switch (answer) {
      case Answer.Applied(Item item, Instant at) -> "applied " + brief(item);
      case Answer.Refused(Item item, Instant at) -> "refused " + brief(item);
      case Verdict.Committed committed -> "committed";
      case Verdict.Cancelled(var reasons) ->
          "cancelled " + reasons.stream().map(Verdict.Reason::kind).toList();
      default -> answer.toString();
    };
  }

  private static String brief(Item item) {
    var text = new StringJoiner(" ", "{", "}");
    item.asMap()
        .forEach((name, value) -> {
          if (!name.equals("d") && !name.equals("ch") && !name.equals("x")) {
            text.add(name + "=" + value);
          }
        });
    return text.toString();
  }
}
