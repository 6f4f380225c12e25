// Made by scripts/gen-kernels.ts of src/kernels/svd.ts.
export const svd = `func @kernel.svd(%: mem<f64>, %: mem<f64>, %: i32, %: i32, %: i32) -> () disjoint {
% = to_f64 %2
% = to_f64 %2
% = ge %4, %3
% = select %1, %2, %3
% = select %2, %4, %3
% = select %3, %7, %6
% = select %4, %7, %8
% = mul %2, %1
% = const i32 0
% = alloc mem<f64> %2
% = mul %4, %4
% = alloc mem<f64> %1
% = alloc mem<f64> %6
% = const bool 0
% = mul %14, %13
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %10, %2
% = const f64 0
% = ne %16, %16
% = select %1, %13, %16
% = const f64 60
% = const i32 1
% = const f64 1e-150
% = mul %27, %19
% = add %1, %20
% = mul %21, %28
% = add %2, %1
for {step: 1} %20, %31 { (%: i32)
% = mul %1, %32
% = mul %1, %32
% = for {step: 1} %24, %14, %13 { (%: i32, %: f64)
% = add %4, %2
% = load %41, %1
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
% = eq %11, %24
% = if %1 {
yield %1
} {
% = const f64 1e-100
% = gt %14, %1
% = if %1 {
% = const f64 1e+100
% = lt %17, %1
yield %0
} {
yield %3
}
yield %2
}
% = if %6 {
% = const f64 1
yield %0
} {
% = const f64 Infinity
% = lt %21, %1
% = if %1 {
yield %22
} {
% = const f64 NaN
yield %0
}
yield %1
}
% = ne %6, %6
for {step: 1} %48, %50 { (%: i32)
% = to_f64 %1
% = mul %2, %54
for {step: 1} %51, %38 { (%: i32)
% = to_f64 %1
% = if %60 {
% = mul %2, %62
% = add %1, %6
yield %0
} {
% = mul %7, %64
% = add %1, %5
yield %0
}
% = clamp_i32 %5
% = add %37, %1
% = load %74, %1
% = div %1, %20
% = add %12, %11
store %62, %0, %1
yield
}
% = mul %15, %66
for {step: 1} %64, %66 { (%: i32)
% = if %18 {
% = const f64 NaN
yield %0
} {
% = eq %3, %19
% = if %1 {
% = const f64 1
yield %0
} {
yield %59
}
yield %1
}
% = add %7, %6
store %68, %0, %5
yield
}
yield
}
% = loop %58 { (%: f64)
% = gt %1, %63
% = if %1 {
% = sqrt %80
% = const f64 2.3e-16
% = mul %1, %2
% = const f64 1
%, % = loop %70, %70 { (%: f64, %: f64)
% = add %2, %5
% = lt %1, %90
%, % = if %2 {
%, % = loop %5, %6 { (%: f64, %: f64)
% = lt %2, %97
%, % = if %2 {
% = clamp_i32 %13
% = mul %1, %99
% = clamp_i32 %7
% = mul %1, %101
%, %, % = for {step: 1} %101, %88, %90, %90, %90 { (%: i32, %: f64, %: f64, %: f64)
% = add %10, %4
% = load %106, %1
% = add %10, %6
% = load %108, %1
% = mul %3, %3
% = add %8, %1
% = mul %3, %3
% = add %9, %1
% = mul %7, %5
% = add %10, %1
yield %4, %2, %0
}
% = abs %15
% = sqrt %18
% = mul %40, %1
% = sqrt %19
% = mul %2, %1
% = gt %5, %1
% = if %1 {
yield %117
} {
% = lt %24, %23
% = not %1
yield %0
}
% = if %3 {
yield %34
} {
%, %, % = if %7 {
% = add %38, %50
% = sub %30, %31
% = const f64 2
% = mul %1, %31
% = div %3, %1
% = abs %1
% = mul %2, %2
% = add %57, %1
% = sqrt %1
% = add %4, %1
% = div %60, %1
% = lt %7, %129
% = if %1 {
% = neg %3
yield %0
} {
yield %3
}
% = mul %2, %2
% = add %65, %1
% = sqrt %1
% = div %67, %1
% = mul %1, %6
% = lt %49, %48
%, % = if %2 {
% = neg %5
yield %4, %0
} {
yield %5, %4
}
yield %22, %2, %1
} {
yield %60, %140, %72
}
for {step: 1} %151, %138 { (%: i32)
% = add %57, %1
% = load %153, %1
% = add %57, %3
% = load %155, %1
% = mul %30, %3
% = mul %30, %2
% = sub %2, %1
store %158, %6, %0
% = mul %32, %6
% = mul %34, %5
% = add %2, %1
store %161, %7, %0
yield
}
% = mul %68, %165
% = mul %67, %166
for {step: 1} %164, %166 { (%: i32)
% = add %3, %1
% = load %164, %1
% = add %4, %3
% = load %166, %1
% = mul %43, %3
% = mul %43, %2
% = sub %2, %1
store %169, %6, %0
% = mul %45, %6
% = mul %47, %5
% = add %2, %1
store %172, %7, %0
yield
}
yield %49
}
% = add %86, %97
yield %51, %0
} {
yield %85, %86
}
yield %84, %82, %83
}
yield %87, %92
} {
yield %93, %94
}
yield %91, %89, %90
}
% = gt %96, %166
yield %0
} {
yield %172
}
% = if %103 {
% = const f64 1
% = sub %107, %1
yield %0
} {
yield %107
}
yield %105, %2
}
for {step: 1} %180, %182 { (%: i32)
% = mul %1, %185
% = for {step: 1} %183, %170, %172 { (%: i32, %: f64)
% = add %4, %2
% = load %186, %1
% = mul %1, %1
% = add %4, %1
yield %0
}
% = sqrt %7
store %186, %9, %0
yield
}
for {step: 1} %190, %192 { (%: i32)
% = add %1, %177
%, % = for {step: 1} %2, %196, %3, %3 { (%: i32, %: i32, %: i32)
% = load %194, %3
% = load %195, %3
% = gt %2, %1
% = select %1, %6, %5
% = select %2, %7, %5
yield %1, %0
}
% = ne %10, %12
if %0 {
% = load %200, %13
% = load %201, %12
store %201, %14, %0
store %201, %12, %1
% = mul %15, %209
% = mul %13, %210
for {step: 1} %207, %194 { (%: i32)
% = add %3, %1
% = load %209, %1
% = add %4, %3
% = load %211, %1
store %211, %3, %0
store %211, %1, %2
yield
}
% = mul %22, %215
% = mul %20, %216
for {step: 1} %214, %216 { (%: i32)
% = add %3, %1
% = load %214, %1
% = add %4, %3
% = load %216, %1
store %216, %3, %0
store %216, %1, %2
yield
}
yield
} {
yield
}
% = load %216, %29
% = lt %1, %205
% = mul %31, %225
if %1 {
store %218, %31, %211
% = const f64 Infinity
%, % = for {step: 1} %225, %212, %2, %214 { (%: i32, %: f64, %: f64)
% = to_f64 %3
% = for {step: 1} %230, %39, %219 { (%: i32, %: f64)
% = mul %2, %236
% = add %1, %8
% = load %234, %1
% = mul %1, %1
% = add %5, %1
yield %0
}
% = lt %8, %11
% = select %1, %9, %12
% = select %2, %11, %12
yield %1, %0
}
for {step: 1} %240, %227 { (%: i32)
% = to_f64 %1
% = eq %1, %18
% = if %1 {
% = const f64 1
yield %0
} {
yield %234
}
% = add %24, %5
store %245, %0, %2
yield
}
% = const i32 2
for {step: 1} %247, %0 { (%: i32)
for {step: 1} %248, %57 { (%: i32)
% = mul %1, %253
% = for {step: 1} %251, %238, %240 { (%: i32, %: f64)
% = add %4, %2
% = load %254, %1
% = add %34, %4
% = load %256, %1
% = mul %3, %1
% = add %6, %1
yield %0
}
for {step: 1} %259, %246 { (%: i32)
% = add %39, %1
% = load %261, %1
% = add %13, %3
% = load %263, %1
% = mul %14, %1
% = sub %4, %1
store %265, %5, %0
yield
}
yield
}
% = for {step: 1} %267, %254, %256 { (%: i32, %: f64)
% = add %48, %2
% = load %270, %1
% = mul %1, %1
% = add %4, %1
yield %0
}
% = sqrt %7
for {step: 1} %274, %261 { (%: i32)
% = add %54, %1
% = load %276, %1
% = div %1, %4
store %277, %2, %0
yield
}
yield
}
yield
} {
for {step: 1} %278, %265 { (%: i32)
% = add %58, %1
% = load %280, %1
% = div %1, %62
store %281, %2, %0
yield
}
yield
}
yield
}
% = mul %262, %263
% = add %1, %267
% = add %1, %287
for {step: 1} %285, %287 { (%: i32)
% = if %293 {
% = mul %2, %291
% = for {step: 1} %289, %276, %278 { (%: i32, %: f64)
% = add %4, %2
% = load %292, %1
% = abs %1
% = max %4, %1
yield %0
}
%, %, % = loop %287, %287, %293 { (%: f64, %: f64, %: bool)
% = lt %3, %306
%, %, %, % = if %4 {
% = clamp_i32 %8
% = add %20, %1
% = load %308, %1
% = abs %1
% = const f64 0.999999999999
% = mul %23, %1
% = ge %3, %1
% = if %1 {
% = lt %6, %304
% = if %1 {
% = const f64 -1
yield %0
} {
% = const f64 1
yield %0
}
yield %2
} {
yield %307
}
% = not %6
% = if %7 {
yield %21
} {
% = const f64 1
% = add %23, %1
yield %0
}
yield %3, %8, %2, %9
} {
yield %317, %311, %23, %317
}
yield %19, %17, %18, %16
}
% = if %25 {
yield %26
} {
% = const f64 1
yield %0
}
yield %1
} {
% = mul %39, %327
% = for {step: 1} %326, %328, %315 { (%: i32, %: f64)
% = add %4, %2
% = load %327, %1
% = abs %1
% = max %4, %1
yield %0
}
%, %, % = loop %324, %324, %330 { (%: f64, %: f64, %: bool)
% = lt %3, %344
%, %, %, % = if %4 {
% = clamp_i32 %8
% = add %20, %1
% = load %343, %1
% = abs %1
% = const f64 0.999999999999
% = mul %23, %1
% = ge %3, %1
% = if %1 {
% = lt %6, %341
% = if %1 {
% = const f64 -1
yield %0
} {
% = const f64 1
yield %0
}
yield %2
} {
yield %344
}
% = not %6
% = if %7 {
yield %21
} {
% = const f64 1
% = add %23, %1
yield %0
}
yield %3, %8, %2, %9
} {
yield %354, %348, %23, %354
}
yield %19, %17, %18, %16
}
% = if %25 {
yield %26
} {
% = const f64 1
yield %0
}
yield %1
}
% = load %358, %76
% = mul %1, %321
% = add %80, %78
store %376, %0, %1
for {step: 1} %364, %374 { (%: i32)
% = if %372 {
% = mul %81, %370
% = add %1, %3
% = load %368, %1
yield %0
} {
% = mul %84, %372
% = add %1, %6
% = load %369, %1
yield %0
}
% = mul %86, %7
% = mul %9, %376
% = add %92, %1
% = add %1, %90
store %388, %0, %3
yield
}
% = mul %91, %386
% = add %93, %1
for {step: 1} %378, %387 { (%: i32)
% = if %386 {
% = mul %95, %383
% = add %1, %3
% = load %380, %1
yield %0
} {
% = mul %98, %387
% = add %1, %6
% = load %385, %1
yield %0
}
% = mul %100, %7
% = add %10, %9
store %400, %0, %1
yield
}
yield
}
yield
}
return
}
`;
