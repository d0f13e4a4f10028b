CREATE TABLE "goal_line" (
	"world" text NOT NULL,
	"measure" text NOT NULL,
	"amount" double precision NOT NULL,
	"due_on" date NOT NULL,
	"set_on" date NOT NULL,
	CONSTRAINT "goal_line_world_measure_pk" PRIMARY KEY("world","measure")
);
