package dev.perennial.tests.interop;

import dev.perennial.config.Config;
import dev.perennial.config.ConfigChange;
import dev.perennial.config.Group;
import dev.perennial.config.Opt;
import dev.perennial.config.OptionProvider;
import dev.perennial.config.Secret;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.ProcessLauncher;
import dev.perennial.launcher.RestartMethod;
import dev.perennial.rpc.TransportUrl;
import dev.perennial.schedule.PeriodicTask;
import dev.perennial.schedule.PeriodicTasks;
import dev.perennial.service.BaseService;
import dev.perennial.service.Operation;
import dev.perennial.service.TasksOperation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;

/// A program with the options of all modules, whose service is careless with its secrets: it logs
/// them in every way, and they are in all that it throws. Started by [PlantedSecretTest].
final class SecretsProgram {

  private static final Logger LOG = System.getLogger(SecretsProgram.class.getName());

  /// Names what SIGHUP does.
  static final String RESTART_METHOD = "SECRETS_RESTART_METHOD";

  private SecretsProgram() {}

  /// Secrets as a program of its own has them.
  @Group("vault")
  record Vault(
      @Opt(help = "Known to the service.", required = true) Secret token,
      @Opt(help = "A text that only its declaration makes secret.", secret = true, mutable = true)
          Optional<String> phrase,
      @Opt(help = "A number.", secret = true) OptionalInt pin,
      @Opt(help = "Several.", multi = true, mutable = true) List<Secret> keys,
      @Opt(help = "Made of a secret.", def = "about $phrase", mutable = true) String made,
      @Opt(help = "Not secret.", def = "1", mutable = true) int round) {

    /// Says more than it should when it refuses.
    Vault {
      if (phrase.filter(text -> text.startsWith("refuse")).isPresent()) {
        throw new IllegalArgumentException("cannot use " + phrase + " and " + made);
      }
    }
  }

  /// The groups of all modules.
  static List<Class<? extends Record>> groups() {
    List<Class<? extends Record>> groups = new ArrayList<>();
    for (OptionProvider provider : ServiceLoader.load(OptionProvider.class)) {
      if (!(provider instanceof NovaLike)) {
        groups.addAll(provider.groups());
      }
    }
    return groups;
  }

  public static void main(String[] args) {
    Config config = Config.program("secrets").groups(groups()).groups(Vault.class).loadOrExit(args);
    Launcher launcher = new ProcessLauncher(config, restartMethod());
    failIfAsked(config, "main");
    launcher.launchService(new Careless(config), 1);
    System.exit(launcher.await());
  }

  private static RestartMethod restartMethod() {
    return RestartMethod.valueOf(System.getenv().getOrDefault(RESTART_METHOD, "MUTATE"));
  }

  /// Throws its secrets if the phrase names this place.
  private static void failIfAsked(Config config, String place) {
    Vault vault = config.get(Vault.class);
    if (vault.phrase().filter(text -> text.startsWith(place)).isPresent()) {
      throw new IllegalStateException(
          "failed with " + vault.phrase(),
          new IllegalArgumentException("token " + vault.token().reveal()));
    }
  }

  private static final class Careless extends BaseService {
    private final Config config;
    private final PeriodicTasks periodic;

    Careless(Config config) {
      this.config = config;
      this.periodic = new PeriodicTasks(config, this);
    }

    @PeriodicTask(spacing = 3600)
    void rotate() {
      throw new IllegalStateException("token " + config.get(Vault.class).token().reveal());
    }

    @Override
    public Map<String, Operation> operations() {
      return Map.of(TasksOperation.NAME, new TasksOperation(periodic));
    }

    @Override
    public void takeOver() {
      periodic.start(tasks());
    }

    @Override
    public String name() {
      return "careless";
    }

    @Override
    public void start() throws Exception {
      super.start();
      failIfAsked(config, "start");
      Vault vault = config.get(Vault.class);
      LOG.log(Level.INFO, "works with {0}", vault);
      LOG.log(Level.WARNING, "token {0}", vault.token().reveal());
      try {
        TransportUrl.parse(vault.token().reveal());
        LOG.log(Level.ERROR, "a transport of that name?");
      } catch (RuntimeException refused) {
        LOG.log(Level.ERROR, "no bus", refused);
      }
    }

    @Override
    public void reset(ConfigChange change) {
      Vault vault = config.get(Vault.class);
      LOG.log(
          Level.ERROR,
          "round " + vault.round() + " after " + change,
          new IllegalStateException("with " + vault.phrase()));
    }
  }
}
