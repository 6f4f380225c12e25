// Made by scripts/gen-kernels.ts of src/kernels/random.ts.
export const randomGamma = `func @kernel.randomGamma(%: mem<f64>, %: mem<f64>, %: mem<f64>, %: i32) -> () disjoint {
% = const i32 0
% = load %5, %1
% = to_int32 %1
% = const i32 1
% = load %8, %1
% = to_int32 %1
% = const bool 0
% = const f64 0
for {step: 1} %7, %8 { (%: i32)
% = load %12, %1
% = gt %1, %3
% = if %1 {
% = const f64 Infinity
% = lt %4, %1
yield %0
} {
yield %7
}
% = if %3 {
% = const f64 1
% = lt %7, %1
% = if %1 {
% = add %9, %3
yield %0
} {
yield %9
}
% = const f64 0.3333333333333333
% = sub %3, %1
% = const f64 9
% = mul %1, %2
% = sqrt %1
% = div %9, %1
% = const f64 NaN
%, %, % = loop %22, %3, %21 { (%: bool, %: f64, %: f64)
% = not %3
%, %, % = if %6 {
yield %6, %5, %4
} {
% = const f64 3
% = mul %1, %6
% = xor %36, %33
% = const i32 466688986
% = xor %2, %1
% = add %33, %39
% = to_f64 %37
% = add %6, %1
% = to_int32 %1
% = const i32 5
% = const i32 6
% = const i32 32
% = const i64 4294967295n
%, % = for {step: 1} %47, %4, %9, %6 { (%: i32, %: i32, %: i32)
% = and %3, %51
% = eq %1, %52
% = add %4, %3
% = if %2 {
% = const i32 13
yield %0
} {
% = const i32 17
yield %0
}
% = shl %7, %3
% = sub %14, %4
% = ushr %9, %1
% = to_i64 %1
% = and %1, %16
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %15 {
% = const i32 15
yield %0
} {
% = const i32 29
yield %0
}
% = shl %5, %3
% = sub %27, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %29
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %28 {
% = const i32 26
yield %0
} {
% = const i32 16
yield %0
}
% = shl %5, %3
% = sub %40, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %42
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %41 {
yield %50
} {
% = const i32 24
yield %0
}
% = shl %4, %2
% = sub %52, %3
% = ushr %6, %1
% = to_i64 %1
% = and %1, %54
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %11
% = to_f64 %56
% = rem %1, %72
% = eq %1, %102
% = if %1 {
yield %108
} {
% = eq %3, %96
% = select %1, %107, %72
yield %0
}
% = add %18, %3
% = if %5 {
yield %109
} {
% = eq %7, %100
% = select %1, %76, %114
yield %0
}
% = add %11, %3
% = add %1, %67
yield %5, %0
}
% = ushr %70, %74
% = to_f64 %1
% = const f64 67108864
% = mul %2, %1
% = ushr %73, %77
% = to_f64 %1
% = add %3, %1
% = const f64 1.1102230246251565e-16
% = mul %2, %1
% = const f64 5.551115123125783e-17
% = max %2, %1
% = log %1
% = const f64 -2
% = mul %1, %2
% = sqrt %1
% = add %97, %119
% = add %1, %93
% = to_int32 %1
%, % = for {step: 1} %135, %92, %97, %2 { (%: i32, %: i32, %: i32)
% = and %3, %139
% = eq %1, %140
% = add %4, %3
% = if %2 {
% = const i32 13
yield %0
} {
% = const i32 17
yield %0
}
% = shl %7, %3
% = sub %102, %4
% = ushr %9, %1
% = to_i64 %1
% = and %1, %104
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %15 {
% = const i32 15
yield %0
} {
% = const i32 29
yield %0
}
% = shl %5, %3
% = sub %115, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %117
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %28 {
% = const i32 26
yield %0
} {
% = const i32 16
yield %0
}
% = shl %5, %3
% = sub %128, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %130
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %41 {
yield %138
} {
% = const i32 24
yield %0
}
% = shl %4, %2
% = sub %140, %3
% = ushr %6, %1
% = to_i64 %1
% = and %1, %142
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %11
% = to_f64 %56
% = rem %1, %160
% = eq %1, %190
% = if %1 {
yield %196
} {
% = eq %3, %184
% = select %1, %195, %160
yield %0
}
% = add %18, %3
% = if %5 {
yield %197
} {
% = eq %7, %188
% = select %1, %164, %202
yield %0
}
% = add %11, %3
% = add %1, %67
yield %5, %0
}
% = ushr %70, %162
% = to_f64 %1
% = mul %1, %88
% = ushr %72, %164
% = to_f64 %1
% = add %3, %1
% = mul %1, %87
% = max %1, %86
% = const f64 6.283185307179586
% = mul %1, %2
% = cos %1
% = mul %85, %1
% = mul %195, %1
% = add %205, %1
% = gt %1, %214
%, % = if %2 {
% = mul %4, %4
% = mul %1, %5
% = const f64 2
% = add %190, %1
% = add %1, %186
% = to_int32 %1
%, % = for {step: 1} %228, %185, %190, %2 { (%: i32, %: i32, %: i32)
% = and %3, %232
% = eq %1, %233
% = add %4, %3
% = if %2 {
% = const i32 13
yield %0
} {
% = const i32 17
yield %0
}
% = shl %7, %3
% = sub %195, %4
% = ushr %9, %1
% = to_i64 %1
% = and %1, %197
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %15 {
% = const i32 15
yield %0
} {
% = const i32 29
yield %0
}
% = shl %5, %3
% = sub %208, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %210
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %28 {
% = const i32 26
yield %0
} {
% = const i32 16
yield %0
}
% = shl %5, %3
% = sub %221, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %223
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %41 {
yield %231
} {
% = const i32 24
yield %0
}
% = shl %4, %2
% = sub %233, %3
% = ushr %6, %1
% = to_i64 %1
% = and %1, %235
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %11
% = to_f64 %56
% = rem %1, %253
% = eq %1, %283
% = if %1 {
yield %289
} {
% = eq %3, %277
% = select %1, %288, %253
yield %0
}
% = add %18, %3
% = if %5 {
yield %290
} {
% = eq %7, %281
% = select %1, %257, %295
yield %0
}
% = add %11, %3
% = add %1, %67
yield %5, %0
}
% = ushr %70, %255
% = to_f64 %1
% = mul %1, %181
% = ushr %72, %257
% = to_f64 %1
% = add %3, %1
% = mul %1, %180
% = max %1, %179
% = log %1
% = const f64 0.5
% = mul %1, %92
% = mul %1, %93
% = add %1, %292
% = mul %293, %88
% = sub %2, %1
% = log %90
% = mul %296, %1
% = add %3, %1
% = lt %10, %1
yield %0, %5
} {
yield %289, %288
}
% = add %288, %304
yield %97, %96, %0
}
yield %287, %286, %285, %284
}
% = if %304 {
% = xor %319, %316
% = const i32 466688986
% = xor %2, %1
% = add %316, %322
% = const i32 -1
% = add %321, %1
% = const i32 5
% = const i32 6
% = const i32 32
% = const i64 4294967295n
% = const f64 3
%, % = for {step: 1} %330, %5, %9, %7 { (%: i32, %: i32, %: i32)
% = and %3, %334
% = eq %1, %335
% = add %4, %3
% = if %2 {
% = const i32 13
yield %0
} {
% = const i32 17
yield %0
}
% = shl %7, %3
% = sub %15, %4
% = ushr %9, %1
% = to_i64 %1
% = and %1, %17
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %15 {
% = const i32 15
yield %0
} {
% = const i32 29
yield %0
}
% = shl %5, %3
% = sub %28, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %30
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %28 {
% = const i32 26
yield %0
} {
% = const i32 16
yield %0
}
% = shl %5, %3
% = sub %41, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %43
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %41 {
yield %51
} {
% = const i32 24
yield %0
}
% = shl %4, %2
% = sub %53, %3
% = ushr %6, %1
% = to_i64 %1
% = and %1, %55
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %11
% = to_f64 %56
% = rem %1, %60
% = eq %1, %385
% = if %1 {
yield %391
} {
% = eq %3, %379
% = select %1, %390, %72
yield %0
}
% = add %18, %3
% = if %5 {
yield %392
} {
% = eq %7, %383
% = select %1, %76, %397
yield %0
}
% = add %11, %3
% = add %1, %67
yield %5, %0
}
% = ushr %70, %75
% = to_f64 %1
% = const f64 67108864
% = mul %2, %1
% = ushr %73, %78
% = to_f64 %1
% = add %3, %1
% = const f64 1.1102230246251565e-16
% = mul %2, %1
% = const f64 5.551115123125783e-17
% = max %2, %1
% = div %398, %404
% = pow %2, %1
% = mul %388, %1
yield %0
} {
yield %388
}
yield %95
} {
% = const f64 NaN
yield %0
}
store %418, %408, %402
yield
}
return
}
`;
