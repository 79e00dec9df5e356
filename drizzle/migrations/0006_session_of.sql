-- Who is behind a session and where they may work, in one question: every request of a signed-in browser begins with it. Runs with the rights
-- of the role for accounts; the row policies see the session's user and nobody else's memberships.
CREATE FUNCTION app.session_of(wanted_session text)
  RETURNS TABLE (user_id uuid, organization_id uuid, expires_at timestamptz, last_seen_at timestamptz, created_at timestamptz, ip_prefix text,
    user_agent text, email text, name text, memberships json)
  LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, public
  AS $$
#variable_conflict use_column
DECLARE
  session_user_id uuid;
  user_before text := coalesce(current_setting('app.user_id', true), '');
BEGIN
  SELECT s.user_id INTO session_user_id FROM public.sessions s WHERE s.id = wanted_session;
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM set_config('app.user_id', session_user_id::text, true);
  RETURN QUERY
    SELECT s.user_id, s.organization_id, s.expires_at, s.last_seen_at, s.created_at, s.ip_prefix, s.user_agent, u.email, u.name,
      coalesce((SELECT json_agg(json_build_object('organizationId', m.organization_id, 'organizationName', o.name, 'role', m.role) ORDER BY m.created_at)
        FROM public.memberships m JOIN public.organizations o ON o.id = m.organization_id WHERE m.user_id = session_user_id), '[]'::json)
    FROM public.sessions s JOIN public.users u ON u.id = s.user_id WHERE s.id = wanted_session;
  PERFORM set_config('app.user_id', user_before, true);
END $$;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.session_of(text) FROM PUBLIC;
--> statement-breakpoint
GRANT EXECUTE ON FUNCTION app.session_of(text) TO rustybt_auth;
