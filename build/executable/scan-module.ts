import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import loadWabt from 'wabt'
import { ROOT } from './bundle.ts'

const SOURCE = join(ROOT, 'agent/follow/scan/scan.wat')

/** Assembles scan.wat and returns the text of agent/follow/scan/scan-module.ts. */
export async function scanModule(): Promise<string> {
  const wabt = await loadWabt()
  const parsed = wabt.parseWat('scan.wat', await readFile(SOURCE, 'utf8'), { simd: true, relaxed_simd: true })
  const { buffer } = parsed.toBinary({})
  parsed.destroy()
  const pieces =
    Buffer.from(buffer)
      .toString('base64')
      .match(/.{1,100}/g) ?? []
  const lines = pieces.map((piece) => `  '${piece}',`).join('\n')
  return `/** scan.wat as bytes in base64: made by build/executable/scan-module.ts. */\nexport const SCAN_MODULE: string = [\n${lines}\n].join('')\n`
}
