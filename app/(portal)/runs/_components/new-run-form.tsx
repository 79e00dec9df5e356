"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useState } from "react";
import { apiProblem } from "#app/_lib/api-problem.ts";
import { formatDate, formatDecimal } from "#app/_lib/format.ts";
import { useTRPC } from "#app/_lib/trpc.tsx";
import { Button } from "#app/_ui/button.tsx";
import { Checkbox } from "#app/_ui/checkbox.tsx";
import { Empty } from "#app/_ui/empty.tsx";
import { Field } from "#app/_ui/field.tsx";
import { Input } from "#app/_ui/input.tsx";
import { Problem } from "#app/_ui/problem.tsx";
import { Select } from "#app/_ui/select.tsx";
import type { RunForm } from "#server/runs/index.ts";
import { ParamField, type ParamValue } from "./param-field.tsx";
import { SettingField } from "./setting-field.tsx";
import { benchmarkKey, type SettingSection, settingSections } from "./setting-sections.ts";
import { type SettingValues, settingsOfValues, withValueAt } from "./setting-values.ts";

interface NewRunFormProps {
  readonly form: RunForm;
  readonly versionId?: string;
  readonly datasetId?: string;
}

/** Asks for what a backtest needs: one version of a strategy, data, a period, parameters and settings. Defaults are shown, not sent. */
export function NewRunForm({ form, versionId, datasetId }: NewRunFormProps) {
  const { versions, data, settings, prefill } = form;
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(prefill?.strategyVersionId ?? versionId ?? versions.find(({ problem }) => problem === null)?.id);
  const [datasetIds, setDatasetIds] = useState<readonly string[]>(prefill?.datasetVersionIds ?? firstDatasets(data, datasetId));
  const [symbols, setSymbols] = useState<readonly string[] | undefined>(prefill?.symbols);
  const [period, setPeriod] = useState({ from: prefill?.from ?? "", to: prefill?.to ?? "" });
  const [params, setParams] = useState<Readonly<Record<string, ParamValue>>>(prefill?.params ?? {});
  const [values, setValues] = useState<SettingValues>(prefill?.settings ?? {});

  const create = useMutation({
    ...trpc.runs.create.mutationOptions(),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries(trpc.runs.list.pathFilter());
      router.push(`/runs/${id}`);
    },
  });
  const problem = create.isError ? apiProblem(create.error) : undefined;
  const errors: Readonly<Record<string, string>> = problem?.field === undefined ? {} : { [problem.field]: problem.message };

  if (versions.length === 0 || data.length === 0) return <NothingToRun hasStrategies={versions.length > 0} />;
  const version = versions.find(({ id }) => id === chosen);
  const available = data.filter(({ id }) => datasetIds.includes(id)).flatMap((dataset) => dataset.symbols);
  const taken = symbols === undefined ? undefined : symbols.filter((symbol) => available.some((one) => one.symbol === symbol));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (version === undefined) return;
    create.mutate({
      strategyVersionId: version.id,
      datasetVersionIds: [...datasetIds],
      params,
      settings: settingsOfValues(values),
      ...(taken === undefined || taken.length === 0 ? {} : { symbols: [...taken] }),
      ...(period.from === "" ? {} : { from: period.from }),
      ...(period.to === "" ? {} : { to: period.to }),
    });
  };
  const sections = settingSections(settings);
  const symbolsOfRun = available.map(({ symbol }) => symbol).filter((symbol) => taken === undefined || taken.includes(symbol));
  const field = (key: string) => {
    const setting = settings[key];
    if (setting === undefined) return null;
    if (key !== benchmarkKey) {
      return (
        <SettingField
          key={key}
          setting={setting}
          path={[key]}
          values={values}
          onChange={setValues}
          errors={errors}
          symbols={symbolsOfRun}
        />
      );
    }
    return (
      <Field key={key} label="Benchmark" hint="A symbol of the run that beta and alpha are measured against" error={errors.benchmark}>
        <Select
          options={[{ value: "—", label: "None" }, ...available.map(({ symbol }) => ({ value: symbol, label: symbol }))]}
          value={typeof values.benchmark === "string" ? values.benchmark : "—"}
          onValueChange={(next) => setValues(withValueAt(values, ["benchmark"], next === "—" ? undefined : next))}
        />
      </Field>
    );
  };
  const sectionOf = ({ title, keys }: SettingSection) => (
    <Section key={title} title={title}>
      {keys.map(field)}
    </Section>
  );

  return (
    <form onSubmit={submit} className="flex flex-col gap-6" noValidate>
      <Section title="Strategy">
        <div className="col-span-full">
          <Field label="Strategy and version" error={errors.strategyVersionId} isRequired>
            <Select
              options={versions.map(({ id, strategy, number, problem: broken, isInspected }) => ({
                value: id,
                label: `${strategy} @ ${number}`,
                ...(broken !== null ? { note: `cannot run: ${broken}`, disabled: true } : isInspected ? {} : { note: "being inspected" }),
              }))}
              value={chosen}
              onValueChange={(next) => {
                setChosen(next);
                setParams({});
              }}
            />
          </Field>
        </div>
        {version?.params?.map((param) => (
          <ParamField
            key={param.name}
            param={param}
            value={params[param.name]}
            error={errors[`params.${param.name}`]}
            onChange={(value) => setParams((now) => withValueAt(now, [param.name], value) as typeof now)}
          />
        ))}
        {version?.params?.length === 0 && <p className="col-span-full text-muted">This version has no parameters.</p>}
      </Section>

      <Section title="Data">
        <fieldset className="col-span-full flex flex-col gap-2">
          <legend className="sr-only">Datasets</legend>
          {data.map((dataset) => (
            <Checkbox
              key={dataset.id}
              label={`${dataset.dataset} @ ${dataset.number}`}
              note={coverageText(dataset)}
              checked={datasetIds.includes(dataset.id)}
              onCheckedChange={(checked) =>
                setDatasetIds(checked ? [...datasetIds, dataset.id] : datasetIds.filter((id) => id !== dataset.id))
              }
            />
          ))}
          {errors.datasetVersionIds !== undefined && <p className="text-loss">{errors.datasetVersionIds}</p>}
        </fieldset>
        {available.length > 1 && (
          <fieldset className="col-span-full flex flex-col gap-2">
            <legend className="mb-1 font-medium">Symbols</legend>
            <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-auto">
              {available.map(({ symbol }) => (
                <Checkbox
                  key={symbol}
                  label={symbol}
                  checked={taken === undefined || taken.includes(symbol)}
                  onCheckedChange={(checked) =>
                    setSymbols(
                      toggled(
                        taken,
                        available.map((one) => one.symbol),
                        symbol,
                        checked,
                      ),
                    )
                  }
                />
              ))}
            </div>
            {errors.symbols !== undefined && <p className="text-loss">{errors.symbols}</p>}
          </fieldset>
        )}
        <Field label="First day" hint="The first of the data without it" error={errors.from}>
          <Input type="date" value={period.from} onChange={(event) => setPeriod({ ...period, from: event.target.value })} />
        </Field>
        <Field label="Last day" hint="The last of the data without it" error={errors.to}>
          <Input type="date" value={period.to} onChange={(event) => setPeriod({ ...period, to: event.target.value })} />
        </Field>
      </Section>

      {sections.first.map(sectionOf)}
      <details className="rounded-md border px-4 py-3">
        <summary className="cursor-pointer font-medium">More settings</summary>
        <div className="mt-4 flex flex-col gap-6">{sections.more.map(sectionOf)}</div>
      </details>

      {problem !== undefined && (
        <Problem title={problem.message} requestId={problem.requestId}>
          {problem.hint}
        </Problem>
      )}
      <div className="flex items-center gap-3">
        <Button
          type="submit"
          variant="primary"
          isBusy={create.isPending || create.isSuccess}
          disabled={version === undefined || datasetIds.length === 0}
        >
          Run backtest
        </Button>
        <span className="text-muted tabular-nums">{sizeText(available, taken)}</span>
      </div>
    </form>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-4 sm:grid-cols-2 [&>h2]:col-span-full">
      <h2 className="border-b pb-1 font-semibold text-body">{title}</h2>
      {children}
    </section>
  );
}

function NothingToRun({ hasStrategies }: { readonly hasStrategies: boolean }) {
  const [missing, href, action] = hasStrategies ? ["data", "/data", "Add data"] : ["a strategy", "/strategies", "Write a strategy"];
  return (
    <Empty
      title={`A backtest needs ${missing}`}
      action={
        <Button variant="primary" asChild>
          <Link href={href}>{action}</Link>
        </Button>
      }
    >
      It runs one version of a strategy over datasets of this organisation.
    </Empty>
  );
}

type Dataset = RunForm["data"][number];
type SymbolOfData = Dataset["symbols"][number];

function firstDatasets(data: readonly Dataset[], datasetId: string | undefined): readonly string[] {
  const first =
    data.find((dataset) => dataset.datasetId === datasetId || dataset.id === datasetId) ?? (data.length === 1 ? data[0] : undefined);
  return first === undefined ? [] : [first.id];
}

function coverageText({ symbols, rows }: Dataset): string {
  const from = symbols.map((symbol) => symbol.from).sort()[0];
  const to = symbols
    .map((symbol) => symbol.to)
    .sort()
    .at(-1);
  const names = symbols.length > 4 ? `${symbols.length} symbols` : symbols.map(({ symbol }) => symbol).join(", ");
  return from === undefined || to === undefined ? names : `${names}, ${formatDate(from)} to ${formatDate(to)}, ${formatDecimal(rows)} bars`;
}

function toggled(
  taken: readonly string[] | undefined,
  all: readonly string[],
  symbol: string,
  isOn: boolean,
): readonly string[] | undefined {
  const next = all.filter((one) => (one === symbol ? isOn : taken === undefined || taken.includes(one)));
  return next.length === all.length ? undefined : next;
}

function sizeText(available: readonly SymbolOfData[], taken: readonly string[] | undefined): string {
  const used = available.filter(({ symbol }) => taken === undefined || taken.includes(symbol));
  if (used.length === 0) return "Choose data to run on";
  const bars = used.reduce((sum, { rows }) => sum + rows, 0);
  return `${used.length === 1 ? "1 symbol" : `${used.length} symbols`}, at most ${formatDecimal(bars)} bars`;
}
