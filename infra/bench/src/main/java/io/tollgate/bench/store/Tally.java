package io.tollgate.bench.store;

/// What was asked of the store in one phase, as DynamoDB counts it. Not safe for concurrent use.
final class Tally {
  long writes;
  long writeUnits;
  long failedConditions;
  long indexUnits;
  long reads;
  long readUnits;
  long headReads;
  long transactions;
  long rateMisses;
  long rebased;
  long roundTrips;
}
