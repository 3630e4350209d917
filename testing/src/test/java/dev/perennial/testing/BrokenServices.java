package dev.perennial.testing;

import dev.perennial.schedule.Deadline;
import dev.perennial.service.BaseService;
import dev.perennial.service.BoundSocket;
import dev.perennial.service.ListenAddress;
import dev.perennial.service.ListeningService;
import dev.perennial.service.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Services that break the contract, each in one way. Run by [ServiceContractTest] alone: their
/// tests are to fail.
final class BrokenServices {

  // Their tests are to fail by it, and no other call is to last that long.
  private static final Duration SHORT = Duration.ofSeconds(1);

  private BrokenServices() {}

  static class ShoutsItsName implements ServiceContract {
    @Override
    public Service newService() {
      return new BaseService() {
        @Override
        public String name() {
          return "My API";
        }
      };
    }
  }

  static class CannotStartAgain implements ServiceContract {
    @Override
    public Service newService() {
      return new BaseService() {
        private boolean started;

        @Override
        public void start() throws Exception {
          if (started) {
            throw new IllegalStateException("started already");
          }
          started = true;
          super.start();
        }
      };
    }
  }

  static class CannotTakeOver implements ServiceContract {

    private static final AtomicBoolean PORT_TAKEN = new AtomicBoolean();

    @Override
    public Service newService() {
      return new BaseService() {
        @Override
        public void start() throws Exception {
          if (!PORT_TAKEN.compareAndSet(false, true)) {
            throw new IllegalStateException("the port of all of them is taken");
          }
          super.start();
        }

        @Override
        public void takeOver() {
          throw new IllegalStateException("no takeover");
        }

        @Override
        public void stop() {
          PORT_TAKEN.set(false);
          super.stop();
        }
      };
    }
  }

  static class IgnoresDeadlines implements ServiceContract {
    @Override
    public Service newService() {
      return new BaseService() {
        @Override
        public void drain(Deadline deadline) throws InterruptedException {
          new CountDownLatch(1).await();
        }
      };
    }

    @Override
    public Duration patience() {
      return SHORT;
    }
  }

  static class NeverStops implements ServiceContract {
    @Override
    public Service newService() {
      return new BaseService() {
        @Override
        public void stop() {
          while (true) {
            LockSupport.park(this);
          }
        }
      };
    }

    @Override
    public Duration patience() {
      return SHORT;
    }
  }

  static class LeavesSomethingRunning implements ServiceContract {
    @Override
    public Service newService() {
      return new BaseService() {
        @Override
        public boolean awaitStopped(Deadline deadline) {
          return false;
        }
      };
    }
  }

  static class MindsASecondStop implements ServiceContract {
    @Override
    public Service newService() {
      return new BaseService() {
        private boolean stopped;

        @Override
        public void stop() {
          boolean isSecond = stopped;
          stopped = true;
          super.stop();
          if (isSecond) {
            throw new IllegalStateException("stopped already");
          }
        }
      };
    }
  }

  static class ClosesTheSharedSocket implements ServiceContract {
    @Override
    public Service newService() {
      return new Closing();
    }

    private static final class Closing extends BaseService implements ListeningService {
      private List<BoundSocket> sockets = List.of();

      @Override
      public List<ListenAddress> listenAddresses() {
        return List.of(ListenAddress.tcp("127.0.0.1", 0));
      }

      @Override
      public void bind(List<BoundSocket> bound) {
        sockets = bound;
      }

      @Override
      public void stop() {
        super.stop();
        for (BoundSocket socket : sockets) {
          try {
            socket.channel().close();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        }
      }
    }
  }
}
