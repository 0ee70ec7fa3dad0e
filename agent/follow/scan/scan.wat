;; Scans log bytes, 32 at a time (SIMD). build/executable/scan-module.ts assembles it to
;; agent/follow/scan/scan-module.ts.
;; 9 pages of 64 KiB: the read buffer, a second one for bytes from elsewhere, and room to read beyond the end.
(module
  (memory (export "memory") 9 9)

  ;; Whether one group has all three bytes at $at.
  (func $is_key (param $at i32) (param $tables i32) (result i32)
    (i32.and
      (i32.and
        (i32.and
          (i32.load8_u offset=0 (i32.add (local.get $tables) (i32.and (i32.load8_u offset=0 (local.get $at)) (i32.const 15))))
          (i32.load8_u offset=16 (i32.add (local.get $tables) (i32.shr_u (i32.load8_u offset=0 (local.get $at)) (i32.const 4)))))
        (i32.and
          (i32.load8_u offset=32 (i32.add (local.get $tables) (i32.and (i32.load8_u offset=1 (local.get $at)) (i32.const 15))))
          (i32.load8_u offset=48 (i32.add (local.get $tables) (i32.shr_u (i32.load8_u offset=1 (local.get $at)) (i32.const 4))))))
      (i32.and
        (i32.load8_u offset=64 (i32.add (local.get $tables) (i32.and (i32.load8_u offset=2 (local.get $at)) (i32.const 15))))
        (i32.load8_u offset=80 (i32.add (local.get $tables) (i32.shr_u (i32.load8_u offset=2 (local.get $at)) (i32.const 4)))))))

  ;; The first address from $at to before $end where a key may stand; $end or more if there is none. A key is two bytes,
  ;; or three. Keys are in eight groups, each a bit. The six tables of 16 bytes at $tables are for the first, second and
  ;; third byte, each by its low and by its high half: they say in which groups such a half occurs. Each byte is looked up
  ;; once as a first and once as a second one; what the first of two neighbours shares with the second is a pair, whatever
  ;; the number of keys. The third byte is for pairs alone.
  (func (export "find") (param $at i32) (param $end i32) (param $tables i32) (result i32)
    (local $pairs i32) (local $here_at i32)
    (local $low0 v128) (local $high0 v128) (local $low1 v128) (local $high1 v128) (local $half v128)
    (local $bytes v128) (local $low v128) (local $high v128)
    (local $firsts v128) (local $before v128) (local $hit v128) (local $hit2 v128)
    (local.set $low0 (v128.load (local.get $tables)))
    (local.set $high0 (v128.load offset=16 (local.get $tables)))
    (local.set $low1 (v128.load offset=32 (local.get $tables)))
    (local.set $high1 (v128.load offset=48 (local.get $tables)))
    (local.set $half (i8x16.splat (i32.const 15)))
    (loop $blocks
      (if (i32.ge_u (local.get $at) (local.get $end)) (then (return (local.get $end))))
      (local.set $bytes (v128.load (local.get $at)))
      (local.set $low (v128.and (local.get $bytes) (local.get $half)))
      (local.set $high (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $half)))
      (local.set $firsts
        (v128.and (i8x16.relaxed_swizzle (local.get $low0) (local.get $low)) (i8x16.relaxed_swizzle (local.get $high0) (local.get $high))))
      (local.set $hit
        (v128.and
          (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 (local.get $before) (local.get $firsts))
          (v128.and (i8x16.relaxed_swizzle (local.get $low1) (local.get $low)) (i8x16.relaxed_swizzle (local.get $high1) (local.get $high)))))
      (local.set $bytes (v128.load offset=16 (local.get $at)))
      (local.set $low (v128.and (local.get $bytes) (local.get $half)))
      (local.set $high (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $half)))
      (local.set $before
        (v128.and (i8x16.relaxed_swizzle (local.get $low0) (local.get $low)) (i8x16.relaxed_swizzle (local.get $high0) (local.get $high))))
      (local.set $hit2
        (v128.and
          (i8x16.shuffle 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 (local.get $firsts) (local.get $before))
          (v128.and (i8x16.relaxed_swizzle (local.get $low1) (local.get $low)) (i8x16.relaxed_swizzle (local.get $high1) (local.get $high)))))
      (if (v128.any_true (v128.or (local.get $hit) (local.get $hit2)))
        (then
          (local.set $bytes (v128.const i64x2 0 0))
          (local.set $pairs
            (i32.or
              (i8x16.bitmask (i8x16.ne (local.get $hit) (local.get $bytes)))
              (i32.shl (i8x16.bitmask (i8x16.ne (local.get $hit2) (local.get $bytes))) (i32.const 16))))
          (loop $each
            (local.set $here_at (i32.add (local.get $at) (i32.sub (i32.ctz (local.get $pairs)) (i32.const 1))))
            (if (call $is_key (local.get $here_at) (local.get $tables)) (then (return (local.get $here_at))))
            (local.set $pairs (i32.and (local.get $pairs) (i32.sub (local.get $pairs) (i32.const 1))))
            (br_if $each (local.get $pairs)))))
      (local.set $at (i32.add (local.get $at) (i32.const 32)))
      (br $blocks))
    (unreachable))

  ;; The number of newlines from $at to before $end. Each byte of $sums counts those of its column, at most two in a
  ;; block of 32 bytes; after 127 blocks (4,064 bytes), before a byte can overflow, they are added up.
  (func (export "count") (param $at i32) (param $end i32) (result i32)
    (local $newline v128) (local $sums v128) (local $batch i32) (local $whole i32) (local $lines i32)
    (local.set $newline (i8x16.splat (i32.const 10)))
    (local.set $whole (i32.add (local.get $at) (i32.and (i32.sub (local.get $end) (local.get $at)) (i32.const -32))))
    (block $done
      (loop $batches
        (br_if $done (i32.ge_u (local.get $at) (local.get $whole)))
        (local.set $batch (i32.add (local.get $at) (i32.const 4064)))
        (if (i32.gt_u (local.get $batch) (local.get $whole)) (then (local.set $batch (local.get $whole))))
        (local.set $sums (v128.const i64x2 0 0))
        (loop $blocks
          (local.set $sums
            (i8x16.sub
              (i8x16.sub (local.get $sums) (i8x16.eq (v128.load (local.get $at)) (local.get $newline)))
              (i8x16.eq (v128.load offset=16 (local.get $at)) (local.get $newline))))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $blocks (i32.lt_u (local.get $at) (local.get $batch))))
        (local.set $sums (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $sums))))
        (local.set $lines
          (i32.add
            (local.get $lines)
            (i32.add
              (i32.add (i32x4.extract_lane 0 (local.get $sums)) (i32x4.extract_lane 1 (local.get $sums)))
              (i32.add (i32x4.extract_lane 2 (local.get $sums)) (i32x4.extract_lane 3 (local.get $sums))))))
        (br $batches)))
    ;; Of the last block, only the bytes before $end.
    (i32.add
      (local.get $lines)
      (i32.popcnt
        (i32.and
          (i32.or
            (i8x16.bitmask (i8x16.eq (v128.load (local.get $at)) (local.get $newline)))
            (i32.shl (i8x16.bitmask (i8x16.eq (v128.load offset=16 (local.get $at)) (local.get $newline))) (i32.const 16)))
          (i32.sub (i32.shl (i32.const 1) (i32.sub (local.get $end) (local.get $at))) (i32.const 1)))))))
