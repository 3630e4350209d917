package dev.perennial.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ServiceNamesTest {
  private static final class VnfManagerService extends BaseService {}

  private static final class Api2Service extends BaseService {}

  private static final class Conductor extends BaseService {}

  @Test
  void a_service_is_named_after_its_class() {
    assertEquals("vnf-manager-service", new VnfManagerService().name());
    assertEquals("api2-service", new Api2Service().name());
    assertEquals("conductor", new Conductor().name());
    assertEquals("base-service", new BaseService().name());
  }

  @Test
  void a_class_without_a_name_is_just_a_service() {
    assertEquals("service", new BaseService() {}.name());
  }

  @Test
  void a_service_may_name_itself() {
    Service named =
        new BaseService() {
          @Override
          public String name() {
            return "mine";
          }
        };
    assertEquals("mine", named.name());
  }
}
