/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_DOCKER_COMPOSE_FIXTURE_H
#define LOADLINE_KINDS_DOCKER_COMPOSE_FIXTURE_H

#include "kinds/docker-compose/docker-compose.h"

#define FIXTURE_KIND kind_docker_compose
#define FIXTURE_NAME "compose.yaml"
#define FIXTURE_TARGET 0
#include "kinds/files_fixture.h"

#endif
