package io.tollgate.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.aws.dynamodb.DynamoDbLocal;
import io.tollgate.key.KeySecret;
import io.tollgate.key.TableKeyStore;
import io.tollgate.local.isolate.DeployedFunction;
import io.tollgate.local.isolate.IsolatedFunction;
import io.tollgate.local.isolate.Services;
import io.tollgate.local.isolate.Zip;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.ConfigurationFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The functions as they are deployed: their zips in processes of their own, over DynamoDB Local,
/// with SQS and Secrets Manager on the wire.
public final class IsolatedDeployment implements Deployment {
  /// As many as the template has Secrets Manager draw, of the same letters.
  private static final int DRAWN = 40;

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private static final byte[] SWEEP = Wiring.SWEEP_EVENT.getBytes(UTF_8);

  private final Map<String, String> environment;
  private final RandomGenerator random;
  private final Supplier<DynamoDbLocal> engines;
  private final Supplier<RunDirectory> directories;
  private final UnaryOperator<Path> zips;

  /// @param environment where the providers' keys are
  /// @param random draws keys: must not be guessable
  /// @param engines starts DynamoDB Local
  /// @param directories makes the place of the functions and their logs
  /// @param zips where a function's zip was built, by the name of its module
  IsolatedDeployment(
      Map<String, String> environment,
      RandomGenerator random,
      Supplier<DynamoDbLocal> engines,
      Supplier<RunDirectory> directories,
      UnaryOperator<Path> zips) {
    this.environment = Map.copyOf(environment);
    this.random = random;
    this.engines = engines;
    this.directories = directories;
    this.zips = zips;
  }

  /// With this machine's environment, real chance, and what `./tollgate` built.
  public static IsolatedDeployment ofThisMachine() {
    Path home = Path.of(System.getProperty("tollgate.home", ""));
    return new IsolatedDeployment(
        System.getenv(),
        new SecureRandom(),
        () -> DynamoDbLocal.start(DynamoDbLocal.home(home)),
        RunDirectory::make,
        module -> home.resolve("functions").resolve(module).resolve("target/zip"));
  }

  @Override
  public Deployed deploy(Ground ground) {
    OrganisationFile file = OrganisationFile.of(ground.options());
    Configuration configuration =
        file.accepted(ConfigurationFile.read(file.text(), ground.clock().instant()));
    var opened = new Opened();
    try {
      return deploy(ground, file, configuration, opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private Deployed deploy(
      Ground ground, OrganisationFile file, Configuration configuration, Opened opened) {
    var organisation =
        DeployedFile.of(
            file.text(),
            configuration,
            new LocalProviders(environment, ground.demo(), ground.options().upstream()));
    String admin = drawn();
    var secrets = new HashMap<>(organisation.secrets());
    secrets.put(FunctionVariables.ADMIN_SECRET, admin);
    DynamoDbLocal engine = opened.open(engines.get());
    LocalStore store = LocalStore.over(engine);
    opened.open(store.closer());
    KeySecret key =
        FirstKeys.issued(
            new TableKeyStore(store.table()),
            configuration.directory(),
            random,
            ground.clock().instant());
    RunDirectory directory = opened.open(directories.get());
    Services services = opened.open(new Services(ground.queue(), secrets));
    var variables =
        new FunctionVariables(
            ground.options(), engine.endpoint(), services.endpoint(), services.queueUrl());
    var lambda = new Lambda(ground, directory.path(), organisation.text(), variables);
    int most = ground.options().environments().orElseThrow();
    IsolatedFunction proxy = opened.open(lambda.function("Proxy", Wiring.PROXY_TIMEOUT, most));
    IsolatedFunction admins = opened.open(lambda.function("Admin", Wiring.ADMIN_TIMEOUT, most));
    // Batches and a sweep, none of which is ever told that there is no room.
    IsolatedFunction aggregator =
        opened.open(
            lambda.function("Aggregator", Wiring.AGGREGATOR_TIMEOUT, Wiring.BATCHES_AT_ONCE + 1));
    System.err.println("tollgate: the functions' logs are in " + directory.path());
    return new Deployed(
        new LocalCloud.Functions(proxy, admins, aggregator::handle, () -> sweep(aggregator)),
        key.reveal(),
        "tga-" + admin,
        opened);
  }

  /// What all three functions share.
  private final class Lambda {
    private final Ground ground;
    private final Path directory;
    private final String organisation;
    private final FunctionVariables variables;
    private final InvocationIds ids = new InvocationIds(random);

    Lambda(Ground ground, Path directory, String organisation, FunctionVariables variables) {
      this.ground = ground;
      this.directory = directory;
      this.organisation = organisation;
      this.variables = variables;
    }

    IsolatedFunction function(String name, Duration timeout, int most) {
      String module = name.toLowerCase(Locale.ROOT);
      Zip zip = Zip.of(zips.apply(Path.of(module)), directory.resolve(module), organisation);
      return new IsolatedFunction(
          new DeployedFunction(
              module,
              "io.tollgate.%s.%sFunction".formatted(module, name),
              zip,
              variables.of(name + "Function", zip.script()),
              timeout,
              most,
              directory),
          ground.clock(),
          ids);
    }
  }

  private static void sweep(IsolatedFunction aggregator) {
    try {
      aggregator.handle(SWEEP);
    } catch (IOException e) {
      throw new UncheckedIOException("a sweep failed", e);
    }
  }

  private String drawn() {
    return random
        .ints(DRAWN, 0, LETTERS.length())
        .mapToObj(at -> LETTERS.substring(at, at + 1))
        .collect(Collectors.joining());
  }
}
