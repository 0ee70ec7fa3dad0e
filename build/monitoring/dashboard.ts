/** How Grafana shows a number: the ids of its units. */
export type GrafanaUnit = 'short' | 'bytes' | 'binBps' | 's' | 'percentunit' | 'cps' | 'dateTimeFromNow' | 'bool'

/** What a chart asks Prometheus, and how it names what comes. */
export interface Query {
  /** PromQL. */
  readonly expr: string
  /** A name for each line, with labels as `{{label}}`. */
  readonly legend: string
}

/** One chart, as we write it. */
export interface Chart {
  readonly title: string
  /** What it shows, and what to look for. */
  readonly help: string
  /** `lines` over time, one `number` for each, or a `table` of what is now. */
  readonly kind: 'lines' | 'number' | 'table'
  readonly unit: GrafanaUnit
  readonly queries: readonly Query[]
  /** Columns of 24. */
  readonly width: number
  /** From this value on a number is red. */
  readonly alarm?: number
}

/** Charts below a heading. */
export interface Section {
  readonly title: string
  readonly charts: readonly Chart[]
}

/** Something to choose above the charts: the values of a label of a metric. */
export interface Choice {
  readonly label: string
  readonly metric: string
  /** Further choices that limit it, as PromQL matchers. */
  readonly among?: string
  readonly many: boolean
}

/** A dashboard, as we write it. */
export interface Dashboard {
  /** Stays, so that an import replaces it. */
  readonly uid: string
  readonly title: string
  readonly about: string
  readonly choices: readonly Choice[]
  readonly sections: readonly Section[]
}

/**
 * The part of Grafana's model of a dashboard (JSON, schema 39, of Grafana 10.4 and later) that ours use:
 * https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/.
 */
export interface GrafanaDashboard {
  readonly uid: string
  readonly title: string
  readonly description: string
  readonly tags: readonly string[]
  readonly schemaVersion: 39
  readonly editable: boolean
  readonly timezone: 'browser'
  readonly refresh: string
  readonly time: { readonly from: string; readonly to: string }
  readonly templating: { readonly list: readonly GrafanaVariable[] }
  readonly annotations: { readonly list: readonly [] }
  readonly panels: readonly (GrafanaPanel | GrafanaRow)[]
}

/** Where the data comes from: the source that is chosen above the charts. */
interface GrafanaSource {
  readonly type: 'prometheus'
  readonly uid: string
}

/** A variable of a dashboard: the source of data, or the values of a label. */
export type GrafanaVariable =
  | { readonly type: 'datasource'; readonly name: string; readonly label: string; readonly query: 'prometheus' }
  | {
      readonly type: 'query'
      readonly name: string
      readonly label: string
      readonly datasource: GrafanaSource
      readonly query: { readonly query: string; readonly refId: string }
      readonly definition: string
      readonly refresh: 2
      readonly sort: 1
      readonly multi: boolean
      readonly includeAll: boolean
      readonly allValue?: '.*'
    }

/** Where a panel stands, in columns of 24 and rows. */
export interface GridPlace {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A heading. */
export interface GrafanaRow {
  readonly id: number
  readonly type: 'row'
  readonly title: string
  readonly collapsed: false
  readonly gridPos: GridPlace
  readonly panels: readonly []
}

/** A chart. */
export interface GrafanaPanel {
  readonly id: number
  readonly type: 'timeseries' | 'stat' | 'table'
  readonly title: string
  readonly description: string
  readonly gridPos: GridPlace
  readonly datasource: GrafanaSource
  readonly targets: readonly {
    readonly refId: string
    readonly expr: string
    readonly legendFormat: string
    readonly datasource: GrafanaSource
    readonly instant: boolean
    readonly range: boolean
    readonly format: 'time_series' | 'table'
  }[]
  readonly fieldConfig: {
    readonly defaults: {
      readonly unit: GrafanaUnit
      readonly min?: 0
      readonly color?: { readonly mode: 'thresholds' | 'palette-classic' }
      readonly thresholds?: {
        readonly mode: 'absolute'
        readonly steps: readonly { readonly color: string; readonly value: number | null }[]
      }
    }
    readonly overrides: readonly []
  }
  readonly options: Readonly<Record<string, unknown>>
  readonly transformations?: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[]
}
