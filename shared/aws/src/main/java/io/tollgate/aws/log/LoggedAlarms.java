package io.tollgate.aws.log;

import io.tollgate.ledger.Alarms;
import java.util.Map;

/// The ledger's alarms as lines at ERROR, named as the runbook names them.
public final class LoggedAlarms implements Alarms {
  private final Log log;

  public LoggedAlarms(Log log) {
    this.log = log;
  }

  @Override
  public void raise(Alarm alarm) {
    log.line(Log.Level.ERROR, alarm.getClass().getSimpleName(), fields(alarm));
  }

  private static Map<String, ?> fields(Alarm alarm) {
    return switch (alarm) {
      case Alarm.BoundViolation(var rid, var provider, var model, var bound, var cost) ->
          Map.of(
              "rid",
              rid,
              "provider",
              provider,
              "model",
              model,
              "bound_usd",
              bound.plain(),
              "cost_usd",
              cost.plain());
      case Alarm.CapStillTrusted(var rid, var provider, var model) ->
          Map.of(
              "rid",
              rid,
              "provider",
              provider,
              "model",
              model,
              "what_to_do",
              "say `honours_cap: false` for it in tollgate.yaml");
      case Alarm.FenceViolation(var rid, var cost) -> Map.of("rid", rid, "cost_usd", cost.plain());
      case Alarm.UnjournaledCall(var rid) -> Map.of("rid", rid);
      case Alarm.UnreadableJournal(var pk, var sk, var why) ->
          Map.of("pk", pk, "sk", sk, "why", why);
    };
  }
}
