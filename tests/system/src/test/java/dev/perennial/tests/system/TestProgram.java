package dev.perennial.tests.system;

import dev.perennial.backdoor.BackdoorOptions;
import dev.perennial.backdoor.JShellOptions;
import dev.perennial.backdoor.ProfilerOptions;
import dev.perennial.config.Config;
import dev.perennial.http.HttpOptions;
import dev.perennial.http.HttpServerOptions;
import dev.perennial.http.HttpService;
import dev.perennial.http.WsgiOptions;
import dev.perennial.launcher.Launcher;
import dev.perennial.launcher.LauncherOptions;
import dev.perennial.launcher.ProcessLauncher;
import dev.perennial.launcher.ServiceLauncher;
import dev.perennial.launcher.ServiceOptions;
import dev.perennial.service.SocketOptions;
import dev.perennial.tests.system.ProgramOptions.MainFault;
import dev.perennial.tls.SslOptions;
import dev.perennial.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;

/// The program under test: a `main` as a user would write it, whose services do what its
/// configuration file says. Started by [Program] as a JVM of its own.
final class TestProgram {

  private TestProgram() {}

  public static void main(String[] args) {
    Config config =
        Config.program("test-program")
            .groups(ServiceOptions.class, LauncherOptions.class, ProgramOptions.class)
            .groups(BackdoorOptions.class, ProfilerOptions.class, JShellOptions.class)
            .groups(SslOptions.class, WsgiOptions.class, HttpServerOptions.class)
            .groups(ProgramOptions.Live.class, ProgramOptions.Exclusive.class)
            .loadOrExit(args);
    ProgramOptions options = config.get(ProgramOptions.class);
    MainFault fault = options.faultHere();
    if (fault == MainFault.THROWS_BEFORE_IT_HAS_A_LAUNCHER) {
      throw new IllegalStateException("the configuration asked for it");
    }
    if (fault == MainFault.READS_CERTIFICATES_BEFORE_IT_HAS_A_LAUNCHER) {
      Tls.context(config);
    }
    Launcher launcher =
        switch (options.launcher()) {
          case PROCESS -> processLauncher(config, options);
          case SERVICE -> new ServiceLauncher(config, options.restartMethod());
        };
    if (options.secondLauncher()) {
      new ServiceLauncher(config);
    }
    switch (fault) {
      case RETURNS -> {
        return;
      }
      case THROWS -> throw new IllegalStateException("the configuration asked for it");
      case AWAITS,
          THROWS_BEFORE_IT_HAS_A_LAUNCHER,
          READS_CERTIFICATES_BEFORE_IT_HAS_A_LAUNCHER -> {}
    }
    launcher.whenReady(_ -> startHelper(options.helper()));
    options.services().stream()
        .map(ServiceSpec::parse)
        .forEach(spec -> launch(launcher, config, spec));
    System.exit(launcher.await());
  }

  private static ProcessLauncher processLauncher(Config config, ProgramOptions options) {
    ProcessLauncher launcher = new ProcessLauncher(config, options.restartMethod());
    return options.workerMainMissing() ? launcher.mainClass(withoutFile()) : launcher;
  }

  private static Class<?> withoutFile() {
    return Proxy.newProxyInstance(
            TestProgram.class.getClassLoader(), new Class<?>[] {Runnable.class}, (_, _, _) -> "")
        .getClass();
  }

  // It does not belong to what the test looks for, and ends by itself.
  private static void startHelper(boolean wanted) {
    if (wanted) {
      ProcessBuilder helper = new ProcessBuilder("sleep", "60");
      helper.environment().clear();
      try {
        Journal.event("helper", Long.toString(helper.start().pid()));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private static void launch(Launcher launcher, Config config, ServiceSpec spec) {
    if (spec.addresses().isEmpty()) {
      launcher.launchService(() -> new TickingService(config, spec), spec.workers());
      return;
    }
    HttpService.Builder http =
        HttpService.builder(spec.name())
            .tls(config)
            .options(() -> HttpOptions.of(config))
            .handler(Answers.router(config));
    SocketOptions sockets = config.get(WsgiOptions.class).socketOptions();
    spec.listenAddresses(sockets).forEach(http::listen);
    launcher.launchService(new ObservedService(config, spec, http.build()), spec.workers());
  }
}
