-- What a run said while it ran, once its result is stored and nobody can still be on the way back to it: all but its last state. Whose runs
-- they are is not told, only how many rows went.
CREATE FUNCTION app.prune_run_events(kept_seconds integer, most_runs integer) RETURNS TABLE (pruned integer)
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public
  AS $$
    WITH ended AS (
      SELECT r.organization_id, r.id FROM public.runs r
        JOIN public.run_results s ON s.organization_id = r.organization_id AND s.run_id = r.id
        WHERE r.status = 'succeeded' AND r.finished_at < now() - make_interval(secs => kept_seconds)
          AND EXISTS (SELECT FROM public.run_events e WHERE e.organization_id = r.organization_id AND e.run_id = r.id AND e.kind <> 'state')
        ORDER BY r.finished_at LIMIT most_runs
    ), gone AS (
      DELETE FROM public.run_events e USING ended
        WHERE e.organization_id = ended.organization_id AND e.run_id = ended.id AND (e.kind <> 'state' OR EXISTS (
          SELECT FROM public.run_events l WHERE l.organization_id = e.organization_id AND l.run_id = e.run_id
            AND l.kind = 'state' AND (l.epoch, l.seq) > (e.epoch, e.seq)))
        RETURNING 1
    )
    SELECT count(*)::integer FROM gone
  $$;
--> statement-breakpoint
CREATE POLICY lookup ON run_events FOR ALL TO rustybt_lookup USING (true) WITH CHECK (true);
--> statement-breakpoint
GRANT SELECT (organization_id, run_id, epoch, seq, kind), DELETE ON run_events TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT (organization_id, run_id) ON run_results TO rustybt_lookup;
--> statement-breakpoint
GRANT SELECT (finished_at) ON runs TO rustybt_lookup;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.prune_run_events(integer, integer) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.prune_run_events(integer, integer) TO rustybt_worker;
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO rustybt_lookup;
--> statement-breakpoint
ALTER FUNCTION app.prune_run_events(integer, integer) OWNER TO rustybt_lookup;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM rustybt_lookup;
