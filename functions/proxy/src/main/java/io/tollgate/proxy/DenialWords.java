package io.tollgate.proxy;

import io.tollgate.key.BudgetStatus;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Denial.OverBudget;
import io.tollgate.ledger.Fingerprint;
import io.tollgate.ledger.Pace;
import io.tollgate.ledger.Slowdown;
import io.tollgate.money.Usd;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Says what a limit said as a refusal: a sentence with the values, a code, headers.
final class DenialWords {
  private DenialWords() {}

  /// @param status how the key is told that a budget is spent
  static Refusal refusal(Denial denial, Calendar calendar, BudgetStatus status) {
    return switch (denial) {
      case OverBudget over -> budget(over, calendar, status);
      case Denial.Busy busy -> busy(busy);
      case Denial.TooFast fast -> tooFast(fast);
      case Denial.Looping looping -> looping(looping);
      case Denial.NeverFits never ->
          spoken(
              denial,
              Code.REQUEST_EXCEEDS_RATE,
              "This request counts "
                  + never.weight()
                  + " "
                  + noun(never.pace())
                  + ", more than the "
                  + never.pace().burst()
                  + " that '"
                  + never.policy()
                  + "' ever allows at once; send less, or lower the output cap.",
              Map.of());
    };
  }

  private static Refusal budget(OverBudget over, Calendar calendar, BudgetStatus status) {
    Usd left = over.ceiling().limit().minus(over.spent()).minus(over.held()).max(Usd.ZERO);
    var details = new LinkedHashMap<String, String>();
    details.put("period", over.ceiling().period().word());
    details.put("limit_usd", over.ceiling().limit().plain());
    details.put("spent_usd", over.spent().plain());
    details.put("held_usd", over.held().plain());
    details.put("estimate_usd", over.amount().plain());
    if (!over.resetsAt().equals(Instant.MAX)) {
      details.put("resets_at", when(over.resetsAt(), calendar));
    }
    Refusal refusal =
        spoken(over, code(over, status), sentence(over, calendar, left), details)
            .with("tollgate-budget-remaining-usd", left.plain());
    return over.cause() == OverBudget.Cause.IN_FLIGHT ? refusal.after(over.retryAfter()) : refusal;
  }

  private static Code code(OverBudget over, BudgetStatus status) {
    return switch (over.cause()) {
      case SPENT ->
          status == BudgetStatus.TOO_MANY_REQUESTS ? Code.INSUFFICIENT_QUOTA : Code.BUDGET_EXCEEDED;
      case EXCEEDS_LIMIT, EXCEEDS_LEFT -> Code.REQUEST_EXCEEDS_BUDGET;
      case IN_FLIGHT -> Code.BUDGET_IN_FLIGHT;
    };
  }

  private static String sentence(OverBudget over, Calendar calendar, Usd left) {
    String budget = "Budget '" + over.policy() + "' of " + dollars(over.ceiling().limit());
    String reset =
        over.resetsAt().equals(Instant.MAX)
            ? " It does not reset."
            : " It resets at " + when(over.resetsAt(), calendar) + ".";
    return switch (over.cause()) {
      case SPENT -> budget + " is used up: " + dollars(over.spent()) + " spent." + reset;
      case EXCEEDS_LIMIT ->
          "This request can cost "
              + dollars(over.amount())
              + ", more than the whole budget '"
              + over.policy()
              + "' of "
              + dollars(over.ceiling().limit())
              + "; lower the output cap or take a cheaper model.";
      case EXCEEDS_LEFT ->
          budget
              + " has "
              + dollars(left)
              + " left, and this request can cost "
              + dollars(over.amount())
              + "; lower the output cap or take a cheaper model."
              + reset;
      case IN_FLIGHT ->
          budget
              + " is held by calls in flight: "
              + dollars(over.spent())
              + " spent, "
              + dollars(over.held())
              + " held, and this request can cost "
              + dollars(over.amount())
              + "; try again when they have ended.";
    };
  }

  private static Refusal busy(Denial.Busy busy) {
    Refusal refusal =
        spoken(
            busy,
            Code.RATE_LIMIT_EXCEEDED,
            busy.limit() == 0
                ? "'"
                    + busy.policy()
                    + "' allows no call in flight; only another limit helps, not another try."
                : "As many calls are in flight as '"
                    + busy.policy()
                    + "' allows"
                    + slowed(busy.slots().slowdown())
                    + ": "
                    + busy.limit()
                    + "; try again when one has ended.",
            Map.of());
    return busy.limit() == 0
        ? refusal.with("x-should-retry", "false")
        : refusal.after(busy.retryAfter());
  }

  private static Refusal tooFast(Denial.TooFast fast) {
    String noun = noun(fast.pace());
    return spoken(
            fast,
            Code.RATE_LIMIT_EXCEEDED,
            "'"
                + fast.policy()
                + "' allows "
                + fast.pace().perUnitNow()
                + " "
                + noun
                + unit(fast.pace())
                + slowed(fast.pace().slowdown())
                + ", of which "
                + fast.left()
                + " are left and this request takes "
                + fast.weight()
                + ".",
            Map.of())
        .with("x-ratelimit-limit-" + noun, Long.toString(fast.pace().perUnitNow()))
        .with("x-ratelimit-remaining-" + noun, Long.toString(fast.left()))
        .with("x-ratelimit-reset-" + noun, seconds(fast.untilFull()))
        .after(fast.retryAfter());
  }

  private static Refusal looping(Denial.Looping looping) {
    Fingerprint fingerprint = looping.fingerprint();
    String what =
        switch (fingerprint.of()) {
          case CALL -> "This call was made ";
          case TOOL_CALL ->
              "The tool call `" + fingerprint.name() + "` was made with the same arguments ";
        };
    return spoken(
            looping,
            Code.RATE_LIMIT_EXCEEDED,
            what
                + looping.limit().most()
                + " times within "
                + time(looping.limit().within())
                + ", as often as '"
                + looping.policy()
                + "' allows "
                + looping.scope()
                + "; change the request, wait, or have the policy changed.",
            Map.of("repeated", fingerprint.of().name().toLowerCase(Locale.ROOT)))
        .after(looping.retryAfter());
  }

  /// As the policy says it.
  private static String time(Duration time) {
    if (time.toSeconds() % 3600 == 0) {
      return time.toHours() + "h";
    }
    return time.toSeconds() % 60 == 0 ? time.toMinutes() + "min" : time.toSeconds() + "s";
  }

  private static String slowed(Slowdown slowdown) {
    return slowdown.isNone()
        ? ""
        : ", slowed to "
            + Answers.percent(slowdown)
            + " while budget '"
            + slowdown.policy()
            + "' is nearly spent";
  }

  private static Refusal spoken(
      Denial denial, Code code, String sentence, Map<String, String> details) {
    return new Refusal(
        code, sentence, "", denial.policy(), denial.scope().toString(), Map.of(), details);
  }

  private static String noun(Pace pace) {
    return switch (pace.resource()) {
      case REQUESTS -> "requests";
      case TOKENS -> "tokens";
    };
  }

  private static String unit(Pace pace) {
    return switch (pace.unit()) {
      case 's' -> " a second";
      case 'm' -> " a minute";
      default -> " an hour";
    };
  }

  /// As OpenAI writes it: `1.5s`.
  private static String seconds(Duration time) {
    return java.math.BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString()
        + "s";
  }

  private static String when(Instant instant, Calendar calendar) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(calendar.local(instant));
  }

  /// With cents at least, as people expect: `$50.00`.
  private static String dollars(Usd amount) {
    String plain = amount.plain();
    int point = plain.indexOf('.');
    String cents = point < 0 ? ".00" : plain.length() - point == 2 ? "0" : "";
    return "$" + plain + cents;
  }
}
