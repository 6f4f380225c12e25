// Made by scripts/gen-kernels.ts of src/kernels/random.ts.
export const randomPoisson = `func @kernel.randomPoisson(%: mem<f64>, %: mem<f64>, %: mem<f64>, %: i32) -> () disjoint {
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
% = ge %1, %3
% = if %1 {
% = const f64 30
% = lt %4, %1
yield %0
} {
yield %7
}
% = if %3 {
% = xor %13, %10
% = const i32 466688986
% = xor %2, %1
% = add %10, %16
% = const i32 5
% = const i32 6
% = const i32 32
% = const i64 4294967295n
% = const f64 3
%, % = for {step: 1} %22, %5, %7, %20 { (%: i32, %: i32, %: i32)
% = and %3, %26
% = eq %1, %27
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
% = eq %1, %77
% = if %1 {
yield %83
} {
% = const f64 1
% = eq %4, %1
% = select %1, %83, %71
yield %0
}
% = add %19, %4
% = if %6 {
yield %85
} {
% = const f64 1
% = eq %9, %1
% = select %1, %76, %91
yield %0
}
% = add %13, %4
% = add %1, %69
yield %6, %0
}
% = ushr %72, %77
% = to_f64 %1
% = const f64 67108864
% = mul %2, %1
% = ushr %75, %80
% = to_f64 %1
% = add %3, %1
% = const f64 1.1102230246251565e-16
% = mul %2, %1
% = const f64 5.551115123125783e-17
% = max %2, %1
% = neg %98
% = exp %1
%, %, % = loop %5, %104, %3 { (%: f64, %: f64, %: f64)
% = gt %3, %1
% = if %1 {
% = const f64 200
% = lt %5, %1
yield %0
} {
yield %112
}
%, %, % = if %5 {
% = sub %10, %8
% = const f64 1
% = add %11, %1
% = div %116, %1
% = mul %12, %1
yield %4, %2, %0
} {
yield %14, %13, %12
}
yield %10, %7, %6, %5
}
yield %16
} {
% = const f64 30
% = ge %119, %1
% = if %1 {
% = const f64 Infinity
% = lt %122, %1
yield %0
} {
yield %125
}
% = if %3 {
% = sqrt %124
% = const f64 2.53
% = mul %1, %2
% = const f64 0.931
% = add %1, %2
% = const f64 0.02483
% = mul %1, %2
% = const f64 -0.059
% = add %1, %2
% = const f64 2
% = sub %6, %1
% = const f64 3.6224
% = div %1, %2
% = const f64 0.9277
% = sub %1, %2
% = const f64 3.4
% = sub %12, %1
% = const f64 1.1328
% = div %1, %2
% = const f64 1.1239
% = add %1, %2
% = log %1
% = const f64 NaN
%, %, % = loop %3, %152, %151 { (%: f64, %: bool, %: f64)
% = not %2
%, %, % = if %5 {
yield %6, %5, %4
} {
% = mul %24, %5
% = xor %165, %162
% = const i32 466688986
% = xor %2, %1
% = add %162, %168
% = to_f64 %166
% = add %6, %1
% = to_int32 %1
% = const i32 5
% = const i32 6
% = const i32 32
% = const i64 4294967295n
% = const f64 3
%, % = for {step: 1} %177, %5, %10, %7 { (%: i32, %: i32, %: i32)
% = and %3, %181
% = eq %1, %182
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
% = eq %1, %232
% = if %1 {
yield %238
} {
% = const f64 1
% = eq %4, %1
% = select %1, %238, %74
yield %0
}
% = add %19, %4
% = if %6 {
yield %240
} {
% = const f64 1
% = eq %9, %1
% = select %1, %79, %246
yield %0
}
% = add %13, %4
% = add %1, %69
yield %6, %0
}
% = ushr %72, %77
% = to_f64 %1
% = const f64 67108864
% = mul %2, %1
% = ushr %75, %80
% = to_f64 %1
% = add %3, %1
% = const f64 1.1102230246251565e-16
% = mul %2, %1
% = const f64 5.551115123125783e-17
% = max %2, %1
% = const f64 0.5
% = sub %2, %1
% = const f64 1
% = add %99, %1
% = add %1, %95
% = to_int32 %1
%, % = for {step: 1} %266, %94, %99, %2 { (%: i32, %: i32, %: i32)
% = and %3, %270
% = eq %1, %271
% = add %4, %3
% = if %2 {
% = const i32 13
yield %0
} {
% = const i32 17
yield %0
}
% = shl %7, %3
% = sub %104, %4
% = ushr %9, %1
% = to_i64 %1
% = and %1, %106
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
% = sub %117, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %119
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
% = sub %130, %4
% = ushr %7, %1
% = to_i64 %1
% = and %1, %132
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %12
% = add %13, %1
% = if %41 {
yield %140
} {
% = const i32 24
yield %0
}
% = shl %4, %2
% = sub %142, %3
% = ushr %6, %1
% = to_i64 %1
% = and %1, %144
% = to_f64 %1
% = to_int32 %1
% = or %7, %1
% = xor %1, %11
% = to_f64 %56
% = rem %1, %149
% = eq %1, %321
% = if %1 {
yield %327
} {
% = eq %3, %66
% = select %1, %326, %162
yield %0
}
% = add %18, %3
% = if %5 {
yield %328
} {
% = eq %7, %70
% = select %1, %166, %333
yield %0
}
% = add %11, %3
% = add %1, %67
yield %5, %0
}
% = ushr %70, %164
% = to_f64 %1
% = mul %1, %87
% = ushr %72, %166
% = to_f64 %1
% = add %3, %1
% = mul %1, %86
% = max %1, %85
% = abs %83
% = sub %85, %1
% = mul %206, %207
% = div %1, %2
% = add %1, %213
% = mul %1, %88
% = add %1, %343
% = const f64 0.43
% = add %2, %1
% = floor %1
% = const f64 0.07
% = ge %10, %1
% = if %1 {
% = le %14, %212
yield %0
} {
yield %353
}
% = if %2 {
% = const bool 1
yield %0
} {
% = ge %7, %355
% = if %1 {
% = const f64 0.013
% = ge %18, %1
% = if %1 {
% = const bool 1
yield %0
} {
% = le %23, %21
yield %0
}
yield %2
} {
yield %362
}
% = if %6 {
% = log %361
% = mul %16, %1
% = sub %1, %363
% = const f64 16
% = lt %19, %1
% = add %20, %111
% = clamp_i32 %21
% = add %1, %374
% = if %4 {
% = const i32 2
% = ne %25, %25
% = select %1, %2, %4
% = for {step: 1} %3, %1, %118 { (%: i32, %: f64)
% = to_f64 %2
% = mul %2, %1
yield %0
}
% = log %5
yield %0
} {
% = mul %13, %13
% = const f64 0.0005952380952380953
% = div %1, %2
% = const f64 0.0007936507936507937
% = sub %1, %2
% = div %1, %5
% = const f64 0.002777777777777778
% = sub %1, %2
% = div %1, %8
% = const f64 0.08333333333333333
% = sub %1, %2
% = div %1, %24
% = sub %25, %138
% = log %26
% = mul %2, %1
% = sub %1, %28
% = const f64 0.9189385332046727
% = add %2, %1
% = add %1, %7
yield %0
}
% = sub %35, %29
% = log %63
% = add %1, %255
% = mul %63, %63
% = div %270, %1
% = add %1, %275
% = log %1
% = sub %5, %1
% = le %1, %8
yield %0
} {
yield %255
}
yield %46
}
% = add %255, %152
yield %61, %56, %0
}
yield %254, %253, %252, %251
}
yield %260
} {
% = const f64 NaN
yield %0
}
yield %285
}
store %419, %409, %403
yield
}
return
}
`;
