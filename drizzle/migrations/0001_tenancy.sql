-- Runs as rustybt_owner. The roles themselves, their passwords and what they may do with the database as a whole: server/database/prepare-roles.ts.
CREATE SCHEMA app;
--> statement-breakpoint
REVOKE ALL ON SCHEMA app FROM PUBLIC;
--> statement-breakpoint
GRANT USAGE ON SCHEMA app TO rustybt_web, rustybt_worker, rustybt_auth, rustybt_lookup;
--> statement-breakpoint
-- Set for one transaction at a time; '' is what an unset value reads as after its first use on a connection. Unset: no rows, not all rows.
CREATE FUNCTION app.organization_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.organization_id', true), '')::uuid $$;
--> statement-breakpoint
CREATE FUNCTION app.user_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
--> statement-breakpoint
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA app FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA app TO rustybt_web, rustybt_worker, rustybt_auth, rustybt_lookup;
--> statement-breakpoint
-- Row-level security on every tenant table, for its owner too.
DO $$
DECLARE
  tenant_table text;
  tenant_column text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['organizations', 'memberships', 'strategies', 'strategy_versions', 'datasets', 'dataset_versions', 'uploads', 'runs',
    'run_attempts', 'run_events', 'run_results', 'shares', 'audit_log'] LOOP
    tenant_column := CASE tenant_table WHEN 'organizations' THEN 'id' ELSE 'organization_id' END;
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I FOR ALL USING (%I = (SELECT app.organization_id())) WITH CHECK (%I = (SELECT app.organization_id()))',
      tenant_table, tenant_column, tenant_column);
  END LOOP;
END $$;
--> statement-breakpoint
-- At sign-in there is no tenant yet: a user's own memberships, and the names of those organisations, are read by the role for accounts alone.
CREATE POLICY own_memberships ON memberships FOR SELECT TO rustybt_auth USING (user_id = (SELECT app.user_id()));
--> statement-breakpoint
CREATE POLICY own_organizations ON organizations FOR SELECT TO rustybt_auth
  USING (id IN (SELECT organization_id FROM memberships WHERE user_id = (SELECT app.user_id())));
--> statement-breakpoint
-- For the reviewed functions below, which find a row of any tenant by an id or a token that only its holder knows.
CREATE POLICY lookup ON runs FOR ALL TO rustybt_lookup USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY lookup ON run_attempts FOR ALL TO rustybt_lookup USING (true) WITH CHECK (true);
--> statement-breakpoint
CREATE POLICY lookup ON shares FOR SELECT TO rustybt_lookup USING (true);
--> statement-breakpoint
GRANT SELECT (organization_id, user_id) ON memberships TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT (id, name, email) ON users TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT (organization_id, id, epoch, status, started_at, queued_at), UPDATE (epoch, status, started_at) ON runs TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE ON run_attempts TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT (organization_id, id, run_id, token_sha256, show_code, expires_at, revoked_at) ON shares TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON users, sessions, one_time_tokens, rate_limits TO rustybt_auth;
--> statement-breakpoint
-- Sign-up makes a user and an organisation in one transaction.
GRANT SELECT, INSERT ON organizations, memberships, audit_log TO rustybt_auth;
--> statement-breakpoint
GRANT SELECT ON organizations, memberships, strategies, strategy_versions, datasets, dataset_versions, uploads, runs, run_attempts, run_events, run_results,
  shares, audit_log TO rustybt_web, rustybt_worker;
--> statement-breakpoint
GRANT INSERT ON memberships, strategies, strategy_versions, datasets, dataset_versions, uploads, runs, run_events, shares, audit_log TO rustybt_web;
--> statement-breakpoint
GRANT UPDATE ON memberships, strategies, datasets, uploads, runs, shares TO rustybt_web;
--> statement-breakpoint
GRANT UPDATE (name) ON organizations TO rustybt_web;
--> statement-breakpoint
GRANT DELETE ON memberships, uploads TO rustybt_web;
--> statement-breakpoint
GRANT INSERT ON datasets, dataset_versions, run_events, run_results, audit_log TO rustybt_worker;
--> statement-breakpoint
GRANT UPDATE ON datasets, uploads, runs, run_attempts, run_results TO rustybt_worker;
--> statement-breakpoint
-- A version is what a run names: its files, number and hash stay. Only what the inspection found may be filled in.
GRANT UPDATE (name, params, problems, inspected_at) ON strategy_versions TO rustybt_web, rustybt_worker;
--> statement-breakpoint
-- Members see each other's names; nothing else of an account leaves the role for accounts.
CREATE FUNCTION app.member_names() RETURNS TABLE (user_id uuid, name text, email text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$ SELECT u.id, u.name, u.email FROM public.memberships m JOIN public.users u ON u.id = m.user_id WHERE m.organization_id = app.organization_id() $$;
--> statement-breakpoint
-- A worker knows a run's id from its job, nothing more: this tells it the tenant and takes the run, or answers nothing when there is nothing to take.
CREATE FUNCTION app.claim_run(claimed_run uuid, by_worker text, lease_seconds integer)
  RETURNS TABLE (organization_id uuid, epoch integer)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$
#variable_conflict use_column
DECLARE
  tenant uuid;
  last_epoch integer;
  next_epoch integer;
BEGIN
  -- Claims of one run come one after the other; what is looked at after the lock is what the one before has left.
  SELECT r.organization_id, r.epoch INTO tenant, last_epoch FROM public.runs r
    WHERE r.id = claimed_run AND r.status IN ('queued', 'running') FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM FROM public.run_attempts a WHERE a.organization_id = tenant AND a.run_id = claimed_run AND a.epoch = last_epoch
    AND a.finished_at IS NULL AND a.lease_until > clock_timestamp();
  IF FOUND THEN RETURN; END IF;
  UPDATE public.runs r SET epoch = last_epoch + 1, status = 'running', started_at = coalesce(r.started_at, now())
    WHERE r.organization_id = tenant AND r.id = claimed_run RETURNING r.epoch INTO next_epoch;
  UPDATE public.run_attempts a SET finished_at = now(), outcome = 'lost'
    WHERE a.organization_id = tenant AND a.run_id = claimed_run AND a.finished_at IS NULL;
  INSERT INTO public.run_attempts (organization_id, run_id, epoch, worker, lease_until)
    VALUES (tenant, claimed_run, next_epoch, by_worker, clock_timestamp() + make_interval(secs => lease_seconds));
  RETURN QUERY SELECT tenant, next_epoch;
END $$;
--> statement-breakpoint
-- Runs whose worker is gone, for the sweeper: ids only.
CREATE FUNCTION app.orphaned_runs(queued_seconds integer) RETURNS TABLE (run_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$
    SELECT r.id FROM public.runs r
      LEFT JOIN public.run_attempts a ON a.organization_id = r.organization_id AND a.run_id = r.id AND a.epoch = r.epoch
      WHERE (r.status = 'running' AND (a.lease_until IS NULL OR a.lease_until < now()))
         OR (r.status = 'queued' AND r.queued_at < now() - make_interval(secs => queued_seconds))
  $$;
--> statement-breakpoint
-- Whoever holds a link's token learns which run it opens, and nothing about tokens that do not exist.
CREATE FUNCTION app.open_share(wanted_sha256 text)
  RETURNS TABLE (organization_id uuid, share_id uuid, run_id uuid, show_code boolean, state text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$
    SELECT s.organization_id, s.id, s.run_id, s.show_code,
      CASE WHEN s.revoked_at IS NOT NULL THEN 'revoked' WHEN s.expires_at <= now() THEN 'expired' ELSE 'open' END
    FROM public.shares s WHERE s.token_sha256 = wanted_sha256
  $$;
--> statement-breakpoint
-- Whether strategies of more than one organisation run here, which asks more of the sandbox: a yes or no, nothing about them.
CREATE FUNCTION app.is_shared() RETURNS TABLE (is_shared boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$ SELECT count(*) > 1 FROM (SELECT FROM public.organizations LIMIT 2) few $$;
--> statement-breakpoint
CREATE POLICY lookup ON organizations FOR SELECT TO rustybt_lookup USING (true);
--> statement-breakpoint
GRANT SELECT (id) ON organizations TO rustybt_lookup;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.member_names(), app.claim_run(uuid, text, integer), app.orphaned_runs(integer), app.open_share(text), app.is_shared() FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.member_names() TO rustybt_web;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.claim_run(uuid, text, integer), app.orphaned_runs(integer), app.is_shared() TO rustybt_worker;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.open_share(text) TO rustybt_web;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO rustybt_lookup;
--> statement-breakpoint
ALTER FUNCTION app.member_names() OWNER TO rustybt_lookup;
--> statement-breakpoint
ALTER FUNCTION app.claim_run(uuid, text, integer) OWNER TO rustybt_lookup;
--> statement-breakpoint
ALTER FUNCTION app.orphaned_runs(integer) OWNER TO rustybt_lookup;
--> statement-breakpoint
ALTER FUNCTION app.open_share(text) OWNER TO rustybt_lookup;
--> statement-breakpoint
ALTER FUNCTION app.is_shared() OWNER TO rustybt_lookup;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM rustybt_lookup;
--> statement-breakpoint
-- Nobody holds UPDATE or DELETE on the audit log; its owner is refused too.
CREATE FUNCTION app.refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog
  AS $$ BEGIN RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege'; END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION app.refuse_change();
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.refuse_change() FROM PUBLIC;
--> statement-breakpoint
ALTER TABLE memberships ADD CONSTRAINT memberships_role CHECK (role IN ('owner', 'admin', 'researcher', 'viewer', 'billing'));
--> statement-breakpoint
ALTER TABLE runs ADD CONSTRAINT runs_status CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled'));
--> statement-breakpoint
ALTER TABLE uploads ADD CONSTRAINT uploads_status CHECK (status IN ('received', 'inspecting', 'inspected', 'importing', 'imported', 'failed'));
--> statement-breakpoint
ALTER TABLE run_events ADD CONSTRAINT run_events_kind CHECK (kind IN ('state', 'progress', 'equity', 'log'));
--> statement-breakpoint
ALTER TABLE one_time_tokens ADD CONSTRAINT one_time_tokens_kind CHECK (kind IN ('verify', 'reset'));
