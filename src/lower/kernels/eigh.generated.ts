// Made by scripts/gen-kernels.ts of src/kernels/eigh.ts.
export const eigh = `func @kernel.eigh(%: mem<f64>, %: mem<f64>, %: i32, %: i32) -> () disjoint {
% = to_f64 %1
% = mul %2, %2
% = const i32 0
% = alloc mem<f64> %2
% = const bool 0
% = alloc mem<f64> %4
% = alloc mem<f64> %7
% = alloc mem<f64> %8
% = const f64 1
% = const i32 1
% = add %11, %1
% = const f64 0
% = const f64 1e-100
% = const f64 Infinity
for {step: 1} %11, %15 { (%: i32)
% = mul %1, %16
% = mul %1, %17
% = mul %2, %7
% = for {step: 1} %16, %19, %7 { (%: i32, %: f64)
% = add %2, %12
% = mul %3, %23
% = add %7, %1
% = for {step: 1} %22, %3, %4 { (%: i32, %: f64)
% = add %4, %2
% = load %32, %1
% = abs %1
% = gt %1, %4
% = if %1 {
% = const bool 1
yield %0
} {
% = ne %4, %4
yield %0
}
% = select %3, %5, %8
yield %0
}
yield %10
}
% = gt %17, %23
% = if %1 {
% = const f64 1e+100
% = lt %20, %1
yield %0
} {
yield %34
}
% = if %3 {
yield %31
} {
% = gt %22, %29
% = select %1, %23, %33
yield %0
}
for {step: 1} %39, %42 { (%: i32)
% = add %1, %34
% = mul %2, %45
% = add %29, %1
for {step: 1} %43, %2 { (%: i32)
% = add %2, %1
% = load %52, %1
% = div %1, %10
% = add %6, %4
store %47, %0, %1
% = mul %5, %52
% = add %1, %10
store %49, %0, %3
yield
}
yield
}
% = lt %35, %40
% = if %1 {
% = alloc mem<f64> %56
% = alloc mem<f64> %57
% = const f64 2
% = sub %58, %1
% = const i32 -2
% = add %61, %1
% = max %3, %50
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %63, %2
for {step: 1} %63, %0 { (%: i32)
% = to_f64 %1
% = mul %2, %69
% = for {step: 1} %67, %70, %58 { (%: i32, %: f64)
% = gt %2, %6
% = if %1 {
% = add %6, %4
% = load %72, %1
yield %0
} {
yield %64
}
store %19, %5, %2
% = mul %3, %3
% = add %6, %1
yield %0
}
% = sqrt %9
% = add %13, %70
% = load %24, %1
% = gt %1, %70
% = if %1 {
% = neg %5
yield %0
} {
yield %5
}
store %76, %17, %1
% = ne %6, %73
if %0 {
% = abs %5
% = div %1, %8
% = add %79, %1
% = sqrt %1
for {step: 1} %86, %89 { (%: i32)
% = load %34, %1
% = div %1, %13
% = div %1, %4
store %36, %3, %0
yield
}
% = if %12 {
yield %85
} {
% = const f64 -1
yield %0
}
% = mul %2, %7
store %39, %16, %0
% = sub %96, %29
% = sub %1, %89
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %99, %2
% = for {step: 1} %100, %1, %91 { (%: i32, %: f64)
% = add %26, %2
% = mul %1, %107
% = add %1, %41
% = add %1, %99
% = for {step: 1} %107, %8, %98 { (%: i32, %: f64)
% = add %4, %2
% = load %110, %1
% = add %35, %4
% = load %59, %1
% = mul %3, %1
% = add %6, %1
yield %0
}
store %62, %12, %8
% = load %62, %13
% = mul %10, %1
% = add %16, %1
yield %0
}
for {step: 1} %118, %121 { (%: i32)
% = gt %1, %56
% = if %1 {
% = load %69, %3
% = const f64 0.5
% = mul %1, %24
% = load %71, %6
% = mul %2, %1
% = sub %5, %1
yield %0
} {
yield %118
}
store %74, %8, %6
yield
}
for {step: 1} %127, %28 { (%: i32)
% = add %52, %1
% = load %76, %1
% = load %78, %2
% = mul %3, %135
% = add %1, %69
% = add %1, %127
for {step: 1} %134, %35 { (%: i32)
% = add %2, %1
% = load %136, %1
% = add %61, %3
% = load %86, %1
% = mul %10, %1
% = sub %4, %1
% = load %88, %4
% = mul %12, %1
% = sub %3, %1
store %143, %8, %0
yield
}
yield
}
yield
} {
yield
}
for {step: 1} %144, %147 { (%: i32)
% = gt %1, %82
if %0 {
% = add %81, %2
% = load %94, %3
store %147, %1, %0
yield
} {
yield
}
yield
}
yield
}
for {step: 1} %148, %151 { (%: i32)
% = mul %1, %153
% = add %1, %2
% = load %151, %1
store %148, %3, %0
yield
}
% = gt %156, %146
if %0 {
% = mul %96, %157
% = add %1, %158
% = const i32 -1
% = add %2, %1
% = load %157, %1
store %153, %100, %0
yield
} {
yield
}
% = const i32 -1
for {step: 1} %159, %162 { (%: i32)
% = to_f64 %1
% = mul %2, %165
for {step: 1} %162, %165 { (%: i32)
% = add %2, %1
% = eq %2, %5
% = select %1, %160, %157
store %163, %2, %0
yield
}
% = min %6, %108
% = max %1, %159
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %172, %2
% = sub %5, %167
% = clamp_i32 %6
% = add %1, %16
for {step: 1} %175, %3 { (%: i32)
% = to_f64 %1
% = sub %5, %1
% = sub %4, %3
% = mul %1, %183
% = sub %183, %3
% = sub %1, %176
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %186, %2
% = add %7, %8
% = add %1, %181
% = add %27, %10
% = add %1, %183
% = for {step: 1} %191, %5, %182 { (%: i32, %: f64)
% = add %6, %2
% = load %194, %1
% = add %6, %4
% = load %194, %1
% = mul %3, %1
% = add %6, %1
yield %0
}
for {step: 1} %199, %13 { (%: i32)
% = add %11, %1
% = load %199, %1
% = add %15, %3
% = load %203, %1
% = mul %14, %1
% = sub %4, %1
store %203, %5, %0
yield
}
yield
}
yield
}
% = sub %209, %201
% = const f64 60
% = mul %1, %211
%, % = loop %2, %4 { (%: f64, %: f64)
% = gt %2, %205
% = if %1 {
% = gt %3, %207
yield %0
} {
yield %214
}
%, % = if %3 {
% = sub %6, %213
% = clamp_i32 %7
% = add %1, %62
% = load %217, %1
% = abs %1
% = load %220, %3
% = abs %1
% = load %222, %6
% = abs %1
% = add %3, %1
% = const f64 1.2e-16
% = mul %1, %2
% = le %8, %1
% = if %1 {
store %227, %11, %223
yield %13
} {
% = loop %14 { (%: f64)
% = gt %1, %226
% = if %1 {
% = clamp_i32 %3
% = add %1, %79
% = load %234, %1
% = abs %1
% = load %237, %3
% = abs %1
% = load %239, %6
% = abs %1
% = add %3, %1
% = mul %17, %1
% = le %7, %1
% = not %1
yield %0
} {
yield %246
}
% = if %13 {
% = sub %16, %244
yield %0
} {
yield %16
}
yield %14, %1
}
% = gt %18, %242
if %0 {
% = clamp_i32 %19
% = add %1, %94
store %248, %0, %244
yield
} {
yield
}
% = sub %30, %28
% = const f64 0.5
% = mul %2, %1
% = load %252, %36
% = hypot %2, %1
% = lt %3, %250
% = if %1 {
% = sub %5, %3
yield %0
} {
% = add %6, %4
yield %0
}
% = div %6, %3
% = mul %1, %7
% = sub %39, %1
% = clamp_i32 %33
% = load %263, %1
% = sub %1, %3
% = load %264, %3
%, %, % = loop %39, %4, %3 { (%: f64, %: f64, %: f64)
% = lt %3, %63
%, %, % = if %3 {
% = hypot %6, %5
% = eq %1, %272
% = if %1 {
yield %276
} {
% = div %9, %3
yield %0
}
% = if %3 {
yield %275
} {
% = div %10, %5
yield %0
}
% = gt %13, %53
if %0 {
% = clamp_i32 %14
% = add %1, %129
store %283, %0, %8
yield
} {
yield
}
% = clamp_i32 %16
% = load %286, %1
% = add %18, %285
% = add %3, %285
% = load %289, %1
% = load %289, %5
% = sub %2, %5
% = mul %12, %1
% = mul %242, %15
% = mul %1, %4
% = add %3, %1
% = mul %16, %1
% = add %11, %1
store %297, %12, %0
% = sub %9, %2
store %298, %10, %0
% = mul %21, %4
% = sub %1, %10
store %299, %15, %0
% = lt %14, %92
% = if %1 {
% = load %302, %15
% = mul %24, %1
% = mul %27, %2
store %304, %17, %0
yield %1
} {
yield %34
}
% = mul %21, %313
% = add %1, %314
for {step: 1} %311, %314 { (%: i32)
% = add %3, %1
% = load %311, %1
% = add %4, %3
% = load %313, %1
% = mul %35, %3
% = mul %34, %2
% = add %2, %1
store %316, %6, %0
% = mul %38, %4
% = mul %37, %7
% = sub %2, %1
store %319, %7, %0
yield
}
yield %18, %16, %31
} {
yield %48, %47, %49
}
yield %46, %43, %45, %44
}
yield %109
}
% = sub %111, %317
yield %91, %0
} {
yield %110, %111
}
yield %108, %105, %106
}
% = le %113, %315
for {step: 1} %324, %327 { (%: i32)
% = add %1, %319
%, % = for {step: 1} %2, %331, %3, %3 { (%: i32, %: i32, %: i32)
% = load %328, %3
% = load %329, %3
% = lt %2, %1
% = select %1, %6, %5
% = select %2, %7, %5
yield %1, %0
}
% = eq %10, %12
if %0 {
yield
} {
% = load %334, %13
% = load %335, %12
store %335, %14, %0
store %335, %12, %1
% = mul %15, %343
% = mul %13, %344
for {step: 1} %341, %344 { (%: i32)
% = add %3, %1
% = load %341, %1
% = add %4, %3
% = load %343, %1
store %343, %3, %0
store %343, %1, %2
yield
}
yield
}
yield
}
yield %22
} {
yield %295
}
% = add %332, %348
for {step: 1} %347, %350 { (%: i32)
% = if %297 {
% = mul %2, %353
% = for {step: 1} %351, %354, %342 { (%: i32, %: f64)
% = add %4, %2
% = load %352, %1
% = abs %1
% = max %4, %1
yield %0
}
%, %, % = loop %351, %351, %358 { (%: f64, %: f64, %: bool)
% = lt %3, %366
%, %, %, % = if %4 {
% = clamp_i32 %8
% = add %20, %1
% = load %368, %1
% = abs %1
% = const f64 0.999999999999
% = mul %23, %1
% = ge %3, %1
% = if %1 {
% = lt %6, %368
% = if %1 {
% = const f64 -1
yield %0
} {
yield %373
}
yield %1
} {
yield %370
}
% = not %5
% = if %6 {
yield %20
} {
% = add %21, %376
yield %0
}
yield %2, %6, %1, %7
} {
yield %380, %373, %21, %380
}
yield %17, %15, %16, %14
}
% = select %23, %24, %377
yield %0
} {
yield %377
}
for {step: 1} %383, %386 { (%: i32)
% = mul %1, %388
% = add %371, %1
% = add %1, %39
% = if %336 {
% = mul %41, %392
% = add %1, %6
% = load %388, %1
% = mul %43, %1
yield %0
} {
% = const f64 NaN
yield %0
}
store %398, %6, %5
yield
}
% = add %47, %46
% = if %343 {
% = load %392, %48
% = mul %1, %360
yield %0
} {
% = const f64 NaN
yield %0
}
store %403, %4, %3
yield
}
yield
}
return
}
`;
