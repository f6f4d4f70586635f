package io.tollgate.proxy;

import io.tollgate.event.CallFacts.Remark;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Nearly;
import io.tollgate.ledger.Reserved.Granted;
import io.tollgate.ledger.Slowdown;
import java.util.ArrayList;
import java.util.List;

/// What the limits that let a call through said of it, for its event.
final class Remarks {
  private Remarks() {}

  static List<Remark> of(Granted granted, Savings savings) {
    List<Denial> objections = granted.objections();
    List<Slowdown> slowdowns = granted.slowdowns();
    if (objections.isEmpty() && slowdowns.isEmpty() && savings.equals(Savings.NONE)) {
      return List.of();
    }
    var remarks = new ArrayList<Remark>();
    for (Denial denial : objections) {
      var remark = new Remark(denial.policy(), denial.scope().toString(), denial.mode().word());
      // A loop breaker may speak twice: of the call and of its tool call.
      if (!remarks.contains(remark)) {
        remarks.add(remark);
      }
    }
    for (Slowdown slowdown : slowdowns) {
      remarks.add(new Remark(slowdown.policy(), slowdown.scope().toString(), Remark.THROTTLED));
    }
    savings.clamped().ifPresent(by -> remarks.add(remark(by, Remark.CLAMPED)));
    savings.degraded().ifPresent(by -> remarks.add(remark(by, Remark.DEGRADED)));
    return remarks;
  }

  private static Remark remark(Nearly by, String word) {
    return new Remark(by.ceiling().policy(), by.scope().toString(), word);
  }
}
