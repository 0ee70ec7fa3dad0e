import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Driver } from '../../../agent/drivers/driver.ts'
import { DRIVERS } from '../../../agent/sources/sources.ts'

const SECRET = 'hunter2PLANTED'
const CONTEXT = { zone: 'UTC', now: 1_795_000_000 }

function linesOf(driver: Driver): string[] {
  const folder = join(import.meta.dirname, '../../fixtures', driver.name)
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** Where secrets stand in the lines of a fixture, or could. */
const PLANTS: Readonly<Record<string, (line: string) => string>> = {
  'in the session of a path': (line) => line.replaceAll(/cpsess\w*/g, `cpsess${SECRET}`),
  'as a session of a path where there is none': (line) => line.replaceAll(/ \//g, ` /cpsess${SECRET}/`),
  'as each password that is there': (line) => line.replaceAll('hunter2', SECRET),
  'as every parameter that is for nothing else': (line) =>
    line.replaceAll(
      /\b((?:old|new)?pass(?:word)?|filtername|subject|body|from|failmsgs|pipefwd|val\d|part\d|match\d)=[^& "]*/g,
      `$1=${SECRET}`,
    ),
  'behind the query': (line) =>
    line.replaceAll(
      / HTTP\/1/g,
      `&password=${SECRET}&pass=${SECRET}&newpass=${SECRET}&session=${SECRET}&token=${SECRET}&sendkey=${SECRET} HTTP/1`,
    ),
  'before the query': (line) => line.replaceAll('?', `?password=${SECRET}&api_secret=${SECRET}&`),
  'as the query': (line) => line.replaceAll(' HTTP/1', `?${SECRET} HTTP/1`),
  'as a fragment': (line) => line.replaceAll(' HTTP/1', `#${SECRET} HTTP/1`),
  'in the referer and the user agent': (line) =>
    line.replaceAll(/" (\d{3}) (\d+) "[^"]*" "[^"]*"/g, `" $1 $2 "https://host/${SECRET}" "${SECRET}"`),
  'as the id of a session': (line) => line.replaceAll(/(NEW|PURGE) ([^ :]+):[^ ]+/g, `$1 $2:${SECRET}`),
  'in the properties of a session': (line) => line.replaceAll('address=', `session=${SECRET},address=`),
  'in the command of a forward': (line) => line.replaceAll(/(\||%7C)[^ "&]*/g, `$1%2Fbin%2Fx%20${SECRET}`),
  'in the arguments of a hook': (line) => line.replaceAll('"args":{', `"args":{"password":"${SECRET}",`),
}

for (const driver of DRIVERS) {
  suite(`no event of ${driver.name} holds a secret that was planted`, () => {
    const lines = linesOf(driver)
    for (const [where, plant] of Object.entries(PLANTS)) {
      const planted = lines.map(plant).filter((line) => line.includes(SECRET))
      if (planted.length === 0) continue
      test(where, () => {
        for (const line of planted) {
          assert.ok(!JSON.stringify(driver.parse(line, CONTEXT)).includes(SECRET), line)
        }
      })
    }
  })
}

test('secrets are planted in lines that say something', () => {
  const saying = DRIVERS.flatMap((driver) => {
    const planted = linesOf(driver).flatMap((line) => Object.values(PLANTS).map((plant) => plant(line)))
    return planted.filter((line) => line.includes(SECRET) && typeof driver.parse(line, CONTEXT) !== 'string')
  })
  assert.ok(saying.length > 200, `${saying.length}`)
})
