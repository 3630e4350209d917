package dev.perennial.testing;

import dev.perennial.http.HttpService;
import dev.perennial.http.Response;
import dev.perennial.service.BaseService;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.Service;
import java.time.Duration;

/// Services that keep the contract, one with timers and one that listens.
final class GoodServices {

  private GoodServices() {}

  static class Ticks implements ServiceContract {
    @Override
    public Service newService() {
      return new BaseService() {
        @Override
        public String name() {
          return "ticking";
        }

        @Override
        public void takeOver() {
          tasks().addTimer("tick", Duration.ofSeconds(1), () -> {});
        }
      };
    }
  }

  static class Listens implements ServiceContract {
    @Override
    public Service newService() {
      return HttpService.builder("api")
          .listen(ListenAddress.tcp("127.0.0.1", 0))
          .handler(_ -> Response.text(200, "hello"))
          .build();
    }
  }
}
