import type { TestContext } from 'node:test'
import * as v from 'valibot'
import { type FakeApi, startFakeApi } from './fake-api.ts'

// opentelemetry/proto/collector/metrics/v1/metrics_service.proto and what it imports, in the JSON mapping of proto3
// with OTLP's exceptions: 64-bit integers are decimal texts, enums are numbers, keys are in lowerCamelCase, and no
// other key is there (a server would pass over a misspelt one in silence).

const fixed64 = v.pipe(
  v.string(),
  v.regex(/^(?:0|[1-9]\d{0,19})$/),
  v.check((text) => BigInt(text) < 2n ** 64n),
)
const int64 = v.pipe(
  v.string(),
  v.regex(/^(?:0|-?[1-9]\d{0,18})$/),
  v.check((text) => BigInt.asIntN(64, BigInt(text)) === BigInt(text)),
)
const uint32 = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 32 - 1))

const anyValue = v.union([
  v.strictObject({ stringValue: v.string() }),
  v.strictObject({ boolValue: v.boolean() }),
  v.strictObject({ intValue: int64 }),
  v.strictObject({ doubleValue: v.number() }),
])
const attributes = v.pipe(
  v.array(v.strictObject({ key: v.pipe(v.string(), v.nonEmpty()), value: anyValue })),
  v.check((all) => new Set(all.map(({ key }) => key)).size === all.length, 'the keys of attributes must be unique'),
)
const pointKeys = {
  attributes: v.optional(attributes),
  startTimeUnixNano: v.optional(fixed64),
  timeUnixNano: fixed64,
  flags: v.optional(uint32),
}
const numberDataPoint = v.union([
  v.strictObject({ ...pointKeys, asInt: int64 }),
  v.strictObject({ ...pointKeys, asDouble: v.number() }),
])
const metricKeys = {
  name: v.pipe(v.string(), v.nonEmpty()),
  description: v.optional(v.string()),
  unit: v.optional(v.string()),
}
const metric = v.union([
  v.strictObject({ ...metricKeys, gauge: v.strictObject({ dataPoints: v.array(numberDataPoint) }) }),
  v.strictObject({
    ...metricKeys,
    sum: v.strictObject({
      dataPoints: v.array(numberDataPoint),
      aggregationTemporality: v.picklist([1, 2]),
      isMonotonic: v.optional(v.boolean()),
    }),
  }),
])

/** An `ExportMetricsServiceRequest` with numbers, as JSON. */
export const exportRequest = v.strictObject({
  resourceMetrics: v.array(
    v.strictObject({
      resource: v.optional(v.strictObject({ attributes, droppedAttributesCount: v.optional(uint32) })),
      scopeMetrics: v.array(
        v.strictObject({
          scope: v.optional(v.strictObject({ name: v.string(), version: v.optional(v.string()) })),
          metrics: v.array(metric),
          schemaUrl: v.optional(v.string()),
        }),
      ),
      schemaUrl: v.optional(v.string()),
    }),
  ),
})

/** A server that takes metrics as the protocol has them, and refuses anything else. */
export async function startOtlpServer(t: TestContext): Promise<FakeApi> {
  const server = await startFakeApi()
  t.after(() => server.close())
  server.otherwise = ({ method, url, headers, json }) => {
    if (method !== 'POST' || url !== '/v1/metrics') return { status: 404 }
    if (headers['content-type'] !== 'application/json') return { status: 415 }
    const read = v.safeParse(exportRequest, json)
    return read.success ? { status: 200, body: '{}' } : { status: 400, body: v.summarize(read.issues) }
  }
  return server
}
