import type {
  Chart,
  Choice,
  Dashboard,
  GrafanaDashboard,
  GrafanaPanel,
  GrafanaRow,
  GrafanaVariable,
  GridPlace,
  Section,
} from './dashboard.ts'

const COLUMNS = 24

/** Rows that a chart takes. */
const HEIGHTS = { lines: 8, number: 4, table: 9 } as const

const TYPES = { lines: 'timeseries', number: 'stat', table: 'table' } as const

const SOURCE = { type: 'prometheus', uid: '${datasource}' } as const

/** A dashboard as the JSON that Grafana imports. Throws if charts of a section are wider than it. */
export function grafanaJson(dashboard: Dashboard): string {
  return `${JSON.stringify(modelOf(dashboard), null, 2)}\n`
}

function modelOf({ uid, title, about, choices, sections }: Dashboard): GrafanaDashboard {
  return {
    uid,
    title,
    description: about,
    tags: ['spoor'],
    schemaVersion: 39,
    editable: true,
    timezone: 'browser',
    refresh: '1m',
    time: { from: 'now-24h', to: 'now' },
    templating: {
      list: [
        { type: 'datasource', name: 'datasource', label: 'Prometheus', query: 'prometheus' },
        ...choices.map(variableOf),
      ],
    },
    annotations: { list: [] },
    panels: placed(sections),
  }
}

function variableOf({ label, metric, among = '', many }: Choice): GrafanaVariable {
  const query = `label_values(${metric}${among === '' ? '' : `{${among}}`}, ${label})`
  return {
    type: 'query',
    name: label,
    label,
    datasource: SOURCE,
    query: { query, refId: label },
    definition: query,
    refresh: 2,
    sort: 1,
    multi: many,
    includeAll: many,
    ...(many && { allValue: '.*' }),
  }
}

/** Everything in reading order: a heading, then its charts side by side as long as there is room. */
function placed(sections: readonly Section[]): readonly (GrafanaPanel | GrafanaRow)[] {
  const panels: (GrafanaPanel | GrafanaRow)[] = []
  let y = 0
  for (const { title, charts } of sections) {
    const gridPos = { x: 0, y, w: COLUMNS, h: 1 }
    panels.push({ id: panels.length + 1, type: 'row', title, collapsed: false, gridPos, panels: [] })
    y += 1
    let [x, height] = [0, 0]
    for (const chart of charts) {
      const h = HEIGHTS[chart.kind]
      if (x + chart.width > COLUMNS) [x, y, height] = [0, y + height, 0]
      panels.push(panelOf(chart, panels.length + 1, { x, y, w: chart.width, h }))
      ;[x, height] = [x + chart.width, Math.max(height, h)]
    }
    y += height
  }
  return panels
}

function panelOf({ title, help, kind, unit, queries, alarm }: Chart, id: number, gridPos: GridPlace): GrafanaPanel {
  const isNow = kind !== 'lines'
  return {
    id,
    type: TYPES[kind],
    title,
    description: help,
    gridPos,
    datasource: SOURCE,
    targets: queries.map(({ expr, legend }, index) => ({
      refId: String.fromCodePoint(65 + index),
      expr,
      legendFormat: legend,
      datasource: SOURCE,
      instant: isNow,
      range: !isNow,
      format: kind === 'table' ? 'table' : 'time_series',
    })),
    fieldConfig: { defaults: { unit, ...lookOf(kind, alarm) }, overrides: [] },
    options: OPTIONS[kind],
    ...(kind === 'table' && { transformations: TABLE }),
  }
}

type Defaults = GrafanaPanel['fieldConfig']['defaults']

function lookOf(kind: Chart['kind'], alarm: number | undefined): Omit<Defaults, 'unit'> {
  if (kind === 'lines') return { min: 0, color: { mode: 'palette-classic' } }
  const steps = [{ color: 'green', value: null }, ...(alarm === undefined ? [] : [{ color: 'red', value: alarm }])]
  return { color: { mode: 'thresholds' }, thresholds: { mode: 'absolute', steps } }
}

const OPTIONS = {
  lines: {
    legend: { displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  number: { reduceOptions: { calcs: ['lastNotNull'] }, colorMode: 'value', graphMode: 'none', textMode: 'auto' },
  table: { showHeader: true, sortBy: [{ displayName: 'Value', desc: true }] },
} as const

/** A table has the labels as columns, without what is the same in each row. */
const TABLE = [
  { id: 'merge', options: {} },
  { id: 'organize', options: { excludeByName: { Time: true, __name__: true, job: true } } },
] as const
