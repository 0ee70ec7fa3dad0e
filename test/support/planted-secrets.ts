import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Driver } from '../../agent/drivers/driver.ts'

/** What no event, file, answer or message may hold. */
export const PLANTED = 'hunter2PLANTED'

/** The lines of a driver's fixtures. */
export function fixtureLines({ name }: Pick<Driver, 'name'>): readonly string[] {
  const folder = join(import.meta.dirname, '../fixtures', name)
  return readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** Where secrets stand in the lines of a fixture, or could. */
export const PLANTS: Readonly<Record<string, (line: string) => string>> = {
  'in the session of a path': (line) => line.replaceAll(/cpsess\w*/g, `cpsess${PLANTED}`),
  'as a session of a path where there is none': (line) => line.replaceAll(/ \//g, ` /cpsess${PLANTED}/`),
  'as each password that is there': (line) => line.replaceAll('hunter2', PLANTED),
  'as every parameter that is for nothing else': (line) =>
    line.replaceAll(
      /\b((?:old|new)?pass(?:word)?|filtername|subject|body|from|failmsgs|pipefwd|val\d|part\d|match\d)=[^& "]*/g,
      `$1=${PLANTED}`,
    ),
  'behind the query': (line) =>
    line.replaceAll(
      / HTTP\/1/g,
      `&password=${PLANTED}&pass=${PLANTED}&newpass=${PLANTED}&session=${PLANTED}&token=${PLANTED}&sendkey=${PLANTED} HTTP/1`,
    ),
  'before the query': (line) => line.replaceAll('?', `?password=${PLANTED}&api_secret=${PLANTED}&`),
  'as the query': (line) => line.replaceAll(' HTTP/1', `?${PLANTED} HTTP/1`),
  'as a fragment': (line) => line.replaceAll(' HTTP/1', `#${PLANTED} HTTP/1`),
  'in the referer and the user agent': (line) =>
    line.replaceAll(/" (\d{3}) (\d+) "[^"]*" "[^"]*"/g, `" $1 $2 "https://host/${PLANTED}" "${PLANTED}"`),
  'as the id of a session': (line) => line.replaceAll(/(NEW|PURGE) ([^ :]+):[^ ]+/g, `$1 $2:${PLANTED}`),
  'in the properties of a session': (line) => line.replaceAll('address=', `session=${PLANTED},address=`),
  'in the command of a forward': (line) => line.replaceAll(/(\||%7C)[^ "&]*/g, `$1%2Fbin%2Fx%20${PLANTED}`),
  'in the arguments of a hook': (line) => line.replaceAll('"args":{', `"args":{"password":"${PLANTED}",`),
  'as the subject of a message': (line) => line.replaceAll(/ T="[^"]*"/g, ` T="${PLANTED}"`),
  'as the id of a message': (line) => line.replaceAll(/ id=\S+/g, ` id=${PLANTED}`),
  'as the name of a computer': (line) => line.replaceAll(/ H=(?:\S+ )?\(/g, ` H=${PLANTED} (`),
  'as the id of a session of mail': (line) => line.replaceAll(/session=<[^>]*>/g, `session=<${PLANTED}>`),
  'as the fingerprint of a key': (line) => line.replaceAll(/SHA256:\S+/g, `SHA256:${PLANTED}`),
  'as the path of a file or command': (line) => line.replaceAll(/(\/home\/|cwd=\/)[^ "]*/g, `$1${PLANTED}`),
}
