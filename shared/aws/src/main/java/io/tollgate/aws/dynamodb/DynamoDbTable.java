package io.tollgate.aws.dynamodb;

import io.tollgate.table.Answer;
import io.tollgate.table.InvalidWrite;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// The table on DynamoDB, AWS's or a local one.
///
/// A call by the retrying table is up to three requests. `Refused` and a failed condition in
/// `Cancelled` are what the last of them met: an earlier one that went unanswered may have been
/// applied, so a caller to whom that matters uses {@link #once}. A conflict or a throttle is told
/// as a definite no only if every request was answered.
///
/// Safe for concurrent calls.
public final class DynamoDbTable implements Table {
  private final DynamoDbClients clients;
  private final DynamoDbClient client;
  private final Duration limit;
  private final Writes writes;
  private final Queries queries;

  /// The retrying table of that name; the clients stay their owner's to close.
  public DynamoDbTable(String name, DynamoDbClients clients) {
    this(clients, clients.retrying(), clients.retryingLimit(), new Writes(name), new Queries(name));
  }

  private DynamoDbTable(
      DynamoDbClients clients,
      DynamoDbClient client,
      Duration limit,
      Writes writes,
      Queries queries) {
    this.clients = clients;
    this.client = client;
    this.limit = limit;
    this.writes = writes;
    this.queries = queries;
  }

  @Override
  public Table once(Duration limit) {
    return new DynamoDbTable(clients, clients.once(), limit, writes, queries);
  }

  @Override
  public Answer write(Write write) {
    var attempts = new Attempts();
    var sending = sending(attempts);
    try {
      return switch (write) {
        case Write.Put put ->
            applied(
                put.item(), client.putItem(writes.put(put).overrideConfiguration(sending).build()));
        case Write.Update update -> {
          var response =
              client.updateItem(writes.update(update).overrideConfiguration(sending).build());
          yield applied(Attributes.item(response.attributes()), response);
        }
        case Write.Delete delete ->
            applied(
                Item.EMPTY,
                client.deleteItem(writes.delete(delete).overrideConfiguration(sending).build()));
      };
    } catch (SdkException failure) {
      return Failures.answer(failure, attempts);
    }
  }

  @Override
  public Verdict transact(List<Write> all) {
    checkDistinct(all);
    var attempts = new Attempts();
    // The SDK adds a random token of its own, so that its repetitions of one call commit once.
    var request =
        TransactWriteItemsRequest.builder()
            .transactItems(all.stream().map(writes::inTransaction).toList())
            .overrideConfiguration(sending(attempts))
            .build();
    try {
      return new Verdict.Committed(
          StoreClock.of(client.transactWriteItems(request).sdkHttpResponse()));
    } catch (SdkException failure) {
      return Failures.verdict(failure, attempts, all.size());
    }
  }

  @Override
  public Reading get(Key key) {
    var request =
        GetItemRequest.builder()
            .tableName(writes.table())
            .key(Attributes.of(key))
            .consistentRead(true)
            .overrideConfiguration(sending(new Attempts()))
            .build();
    try {
      var response = client.getItem(request);
      return new Reading(
          response.hasItem() ? Optional.of(Attributes.item(response.item())) : Optional.empty(),
          StoreClock.of(response.sdkHttpResponse()));
    } catch (SdkException failure) {
      throw Failures.reading(failure);
    }
  }

  @Override
  public Page query(Query query) {
    try {
      var response = client.query(sent(queries.strong(query)));
      if (Queries.isOver(query)) {
        return new Page(List.of(), Optional.empty(), StoreClock.of(response.sdkHttpResponse()));
      }
      return new Page(
          response.items().stream().map(Attributes::row).toList(),
          Queries.nextSortKey(response.lastEvaluatedKey()),
          StoreClock.of(response.sdkHttpResponse()));
    } catch (SdkException failure) {
      throw Failures.reading(failure);
    }
  }

  @Override
  public Page listed(String text, String after) {
    try {
      var response = client.query(sent(queries.listing(text, after)));
      return new Page(
          response.items().stream().map(keys -> new Row(Attributes.key(keys), Item.EMPTY)).toList(),
          Queries.nextListed(response.lastEvaluatedKey()),
          StoreClock.of(response.sdkHttpResponse()));
    } catch (SdkException failure) {
      throw Failures.reading(failure);
    }
  }

  /// DynamoDB refuses it too; its local engine does not always.
  private static void checkDistinct(List<Write> writes) {
    var keys = HashSet.<Key>newHashSet(writes.size());
    for (Write write : writes) {
      if (!keys.add(write.key())) {
        throw new InvalidWrite(
            "Two writes of one transaction name the item at " + write.key() + ".");
      }
    }
  }

  private QueryRequest sent(QueryRequest.Builder request) {
    return request.overrideConfiguration(sending(new Attempts())).build();
  }

  private AwsRequestOverrideConfiguration sending(Attempts attempts) {
    return AwsRequestOverrideConfiguration.builder()
        .apiCallTimeout(limit)
        .putExecutionAttribute(Attempts.OF_THIS_CALL, attempts)
        .build();
  }

  private static Answer applied(Item now, DynamoDbResponse response) {
    return new Answer.Applied(now, StoreClock.of(response.sdkHttpResponse()));
  }
}
