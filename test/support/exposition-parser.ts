import assert from 'node:assert/strict'

/** A sample as the text format has it: the name with its suffix, the labels as written, and the value. */
export interface ParsedSample {
  readonly name: string
  readonly labels: ReadonlyMap<string, string>
  readonly value: number
}

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(?:,|$)/gy

/**
 * Reads a text as Prometheus does, as strictly as its document says
 * (https://prometheus.io/docs/instrumenting/exposition_formats/): HELP, then TYPE, then all samples of one metric, no
 * two of them alike, no times, a newline at the end. Buckets rise, and the last is the count.
 */
export function parseExposition(text: string): readonly ParsedSample[] {
  assert.match(text, /\n$/, 'the last line has no end')
  const samples: ParsedSample[] = []
  const [seen, metrics] = [new Set<string>(), new Set<string>()]
  let [helped, metric, kind] = ['', '', '']
  for (const line of text.slice(0, -1).split('\n')) {
    const [, help] = /^# HELP (\S+) \S.*$/.exec(line) ?? []
    const [, named, type] = /^# TYPE (\S+) (gauge|counter|histogram)$/.exec(line) ?? []
    if (help !== undefined) helped = help
    else if (named !== undefined) {
      assert.equal(named, helped, line)
      assert.ok(!metrics.has(named), `${named} comes twice`)
      metrics.add(named)
      ;[metric, kind] = [named, type ?? '']
    } else {
      const sample = sampleIn(line)
      const suffix = sample.name.slice(metric.length)
      assert.ok(sample.name.startsWith(metric), `${line} below ${metric}`)
      assert.ok(kind === 'histogram' ? /^_(?:bucket|sum|count)$/.test(suffix) : suffix === '', line)
      assert.ok(!seen.has(line.slice(0, line.lastIndexOf(' '))), `${line} comes twice`)
      seen.add(line.slice(0, line.lastIndexOf(' ')))
      samples.push(sample)
    }
  }
  return samples
}

function sampleIn(line: string): ParsedSample {
  const [, name = '', inside = '', number = ''] = SAMPLE.exec(line) ?? assert.fail(`no sample: ${line}`)
  const pairs = [...inside.matchAll(LABEL)]
  assert.equal(pairs.map(([pair]) => pair).join(''), inside, line)
  const labels = new Map(pairs.map(([, label = '', value = '']) => [label, unescaped(value)]))
  const value = number === '+Inf' ? Infinity : Number(number)
  assert.ok(number === '+Inf' || Number.isFinite(value), line)
  return { name, labels, value }
}

function unescaped(value: string): string {
  return value.replaceAll(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character))
}
