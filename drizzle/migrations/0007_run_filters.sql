CREATE TABLE "run_filters" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"user_id" uuid NOT NULL,
	"name" text NOT NULL,
	"filter" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_filters_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "run_filters_name" UNIQUE("organization_id","user_id","name")
);
--> statement-breakpoint
ALTER TABLE "run_filters" ADD CONSTRAINT "run_filters_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE run_filters ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE run_filters FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY tenant ON run_filters FOR ALL USING (organization_id = (SELECT app.organization_id())) WITH CHECK (organization_id = (SELECT app.organization_id()));
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON run_filters TO rustybt_web;
