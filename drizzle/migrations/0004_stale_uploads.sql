-- Files that were sent and never imported, for the worker that clears them away: ids only.
CREATE FUNCTION app.stale_uploads(unused_hours integer) RETURNS TABLE (organization_id uuid, upload_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$
    SELECT u.organization_id, u.id FROM public.uploads u
      WHERE u.status <> 'imported' AND u.updated_at < now() - make_interval(hours => unused_hours)
  $$;
--> statement-breakpoint
-- Objects are stored once for everybody: whether anything but one upload names this one, a yes or no, nothing about whose it is.
CREATE FUNCTION app.is_object_used(wanted_sha256 text, other_than uuid) RETURNS TABLE (is_used boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$
    SELECT EXISTS (SELECT FROM public.uploads u WHERE u.object_sha256 = wanted_sha256 AND u.id <> other_than)
      OR EXISTS (SELECT FROM public.dataset_versions d WHERE d.object_sha256 = wanted_sha256)
      OR EXISTS (SELECT FROM public.run_results r WHERE r.pdf_sha256 = wanted_sha256
        OR EXISTS (SELECT FROM jsonb_each(r.objects) part WHERE part.value ->> 'sha256' = wanted_sha256))
  $$;
--> statement-breakpoint
CREATE POLICY lookup ON uploads FOR SELECT TO rustybt_lookup USING (true);
--> statement-breakpoint
CREATE POLICY lookup ON dataset_versions FOR SELECT TO rustybt_lookup USING (true);
--> statement-breakpoint
CREATE POLICY lookup ON run_results FOR SELECT TO rustybt_lookup USING (true);
--> statement-breakpoint
GRANT SELECT (organization_id, id, status, object_sha256, updated_at) ON uploads TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT (object_sha256) ON dataset_versions TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT (objects, pdf_sha256) ON run_results TO rustybt_lookup;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.stale_uploads(integer), app.is_object_used(text, uuid) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.stale_uploads(integer), app.is_object_used(text, uuid) TO rustybt_worker;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO rustybt_lookup;
--> statement-breakpoint
ALTER FUNCTION app.stale_uploads(integer) OWNER TO rustybt_lookup;
--> statement-breakpoint
ALTER FUNCTION app.is_object_used(text, uuid) OWNER TO rustybt_lookup;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM rustybt_lookup;
--> statement-breakpoint
GRANT DELETE ON uploads TO rustybt_worker;
