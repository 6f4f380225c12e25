// Made by scripts/gen-kernels.ts of src/kernels/fft.ts.
export const fft = `func @kernel.fft(%: mem<f64>, %: mem<f64>, %: i32, %: i32, %: i32) -> () disjoint {
% = to_f64 %3
% = to_f64 %3
% = const f64 0
% = const i32 0
% = eq %6, %1
if %0 {
yield
} {
% = const f64 1
% = const i32 1
% = eq %8, %1
% = if %1 {
yield %3
} {
% = const f64 -1
yield %0
}
% = const bool 0
%, % = loop %11, %2 { (%: f64, %: bool)
% = gt %2, %10
%, %, % = if %3 {
% = const f64 4
% = rem %7, %1
% = eq %1, %19
% = if %1 {
yield %3
} {
% = const f64 2
% = rem %11, %1
% = eq %1, %23
% = if %1 {
yield %3
} {
% = const f64 3
%, %, % = loop %3, %28, %20 { (%: f64, %: f64, %: bool)
% = mul %3, %3
% = le %1, %22
%, %, %, % = if %4 {
% = rem %27, %9
% = eq %1, %39
% = select %1, %11, %40
% = ne %3, %41
% = if %1 {
% = add %14, %22
yield %0
} {
yield %14
}
yield %2, %3, %1, %4
} {
yield %35, %43, %14, %35
}
yield %9, %7, %8, %6
}
% = select %16, %17, %33
yield %0
}
yield %20
}
% = const f64 31
% = gt %26, %1
% = if %1 {
yield %36
} {
% = div %37, %28
% = round %1
yield %0
}
% = not %4
yield %0, %3, %4
} {
yield %42, %39, %42
}
yield %36, %35, %34
}
% = if %41 {
% = const f64 2
% = mul %1, %54
% = sub %1, %51
% = loop %52 { (%: f64)
% = lt %1, %3
% = if %1 {
% = mul %3, %7
yield %0
} {
yield %3
}
yield %2, %1
}
yield %4
} {
yield %60
}
% = clamp_i32 %9
% = alloc mem<f64> %1
% = alloc mem<f64> %2
% = alloc mem<f64> %3
% = alloc mem<f64> %4
% = alloc mem<f64> %5
% = alloc mem<f64> %6
% = const i32 32
% = alloc mem<f64> %1
% = alloc mem<f64> %2
% = const f64 8
% = const f64 2
% = const f64 0.7853981633974483
% = const f64 0.5
for {step: 1} %72, %13 { (%: i32)
% = to_f64 %1
% = mul %6, %1
% = div %1, %26
% = floor %1
% = mul %1, %28
% = sub %4, %1
% = rem %3, %10
% = eq %1, %79
% = if %1 {
% = sub %33, %4
yield %0
} {
yield %4
}
% = mul %2, %13
% = div %1, %35
% = cos %1
% = sin %2
% = mul %11, %16
% = floor %1
% = select %9, %3, %4
% = select %10, %5, %4
% = eq %3, %93
% = if %1 {
yield %3
} {
% = eq %5, %92
% = if %1 {
% = neg %5
yield %0
} {
% = eq %8, %27
% = if %1 {
% = neg %9
yield %0
} {
yield %8
}
yield %1
}
yield %4
}
store %39, %26, %6
% = if %8 {
yield %9
} {
% = eq %12, %99
% = if %1 {
yield %12
} {
% = eq %14, %33
% = if %1 {
% = neg %14
yield %0
} {
% = neg %16
yield %0
}
yield %2
}
yield %4
}
store %45, %33, %6
yield
}
% = if %98 {
% = mul %38, %110
yield %0
} {
yield %109
}
% = select %100, %59, %110
% = clamp_i32 %3
% = alloc mem<f64> %1
% = alloc mem<f64> %2
% = clamp_i32 %4
% = alloc mem<f64> %1
% = alloc mem<f64> %2
if %106 {
% = mul %46, %118
% = ceil %1
% = clamp_i32 %1
% = ne %3, %3
% = select %1, %120, %2
for {step: 1} %120, %0 { (%: i32)
% = to_f64 %1
% = mul %54, %1
% = div %1, %8
% = floor %1
% = mul %1, %10
% = sub %4, %1
% = rem %3, %58
% = eq %1, %127
% = if %1 {
% = sub %15, %4
yield %0
} {
yield %4
}
% = mul %2, %61
% = div %1, %17
% = cos %1
% = sin %2
% = mul %11, %64
% = floor %1
% = select %9, %3, %4
% = select %10, %5, %4
% = eq %3, %141
% = if %1 {
yield %3
} {
% = eq %5, %140
% = if %1 {
% = neg %5
yield %0
} {
% = eq %8, %75
% = if %1 {
% = neg %9
yield %0
} {
yield %8
}
yield %1
}
yield %4
}
store %36, %26, %6
% = if %8 {
yield %9
} {
% = eq %12, %147
% = if %1 {
yield %12
} {
% = eq %14, %81
% = if %1 {
% = neg %14
yield %0
} {
% = neg %16
yield %0
}
yield %2
}
yield %4
}
store %42, %33, %6
yield
}
yield
} {
yield
}
% = if %146 {
% = mul %86, %159
% = add %155, %1
yield %0
} {
yield %160
}
% = ceil %3
% = clamp_i32 %1
% = ne %5, %5
% = select %1, %161, %2
% = const bool 1
for {step: 1} %162, %1 { (%: i32)
% = if %155 {
% = const i32 -1
% = add %3, %1
% = to_f64 %1
% = mul %1, %96
% = floor %1
yield %0
} {
% = to_f64 %7
yield %0
}
% = clamp_i32 %7
% = mul %1, %177
% = add %179, %2
% = mul %1, %179
% = if %166 {
% = eq %13, %176
yield %0
} {
yield %167
}
% = if %168 {
% = gt %15, %178
yield %0
} {
yield %169
}
% = if %2 {
% = to_f64 %17
% = rem %1, %111
% = eq %1, %183
yield %0
} {
yield %5
}
if %7 {
% = mul %113, %185
% = neg %179
for {step: 1} %184, %189 { (%: i32)
% = to_f64 %1
% = mul %1, %1
% = rem %1, %5
% = clamp_i32 %1
% = load %79, %1
store %128, %5, %0
% = load %79, %2
% = mul %8, %1
store %129, %7, %0
% = gt %8, %193
if %0 {
% = sub %135, %9
store %132, %0, %4
store %131, %0, %2
yield
} {
yield
}
yield
}
yield
} {
if %15 {
for {step: 1} %194, %135 { (%: i32)
% = load %132, %1
% = load %83, %2
% = mul %2, %1
% = load %134, %4
% = load %85, %5
% = mul %2, %1
% = sub %4, %1
store %140, %7, %0
% = mul %7, %3
% = mul %5, %7
% = add %2, %1
store %142, %10, %0
yield
}
yield
} {
if %196 {
for {step: 1} %205, %146 { (%: i32)
% = to_f64 %1
% = lt %2, %213
% = if %1 {
% = mul %3, %3
% = mul %141, %213
% = rem %2, %1
yield %0
} {
yield %213
}
% = clamp_i32 %4
% = load %103, %1
% = load %103, %2
% = mul %211, %1
% = if %9 {
% = add %46, %12
% = load %227, %1
yield %0
} {
yield %220
}
% = if %12 {
% = add %47, %15
% = load %230, %1
yield %0
} {
yield %223
}
% = mul %6, %9
% = mul %4, %8
% = sub %2, %1
store %163, %19, %0
% = mul %9, %10
% = mul %7, %13
% = add %2, %1
store %165, %22, %0
yield
}
yield
} {
for {step: 1} %228, %233 { (%: i32)
% = add %58, %1
% = load %239, %1
store %169, %2, %0
% = add %58, %3
% = load %241, %1
store %170, %4, %0
yield
}
yield
}
yield
}
yield
}
% = if %225 {
% = if %56 {
yield %233
} {
% = const f64 -1
yield %0
}
yield %1
} {
yield %231
}
%, % = loop %76, %236 { (%: bool, %: f64)
% = lt %1, %191
%, % = if %2 {
% = div %194, %4
% = round %1
% = const f64 4
% = rem %2, %1
% = eq %1, %249
% = if %1 {
yield %3
} {
% = rem %5, %180
% = eq %1, %252
% = if %1 {
yield %182
} {
% = const f64 3
%, %, % = loop %3, %257, %249 { (%: f64, %: f64, %: bool)
% = mul %3, %3
% = le %1, %16
%, %, %, % = if %4 {
% = rem %21, %9
% = eq %1, %268
% = select %1, %11, %269
% = ne %3, %270
% = if %1 {
% = add %14, %201
yield %0
} {
yield %14
}
yield %2, %3, %1, %4
} {
yield %264, %272, %14, %264
}
yield %9, %7, %8, %6
}
% = select %16, %17, %27
yield %0
}
yield %20
}
% = mul %33, %24
% = ceil %34
% = ne %35, %35
% = div %226, %3
% = clamp_i32 %3
% = round %2
% = select %4, %279, %2
% = clamp_i32 %40
% = clamp_i32 %3
% = mul %2, %1
% = eq %34, %213
% = ne %6, %6
% = select %1, %285, %4
% = clamp_i32 %37
if %47 {
for {step: 1} %286, %7 { (%: i32)
% = mul %1, %7
% = mul %1, %3
% = load %230, %2
% = load %230, %3
% = mul %58, %1
if %9 {
% = add %4, %12
% = add %6, %12
for {step: 1} %294, %9 { (%: i32)
% = add %7, %1
% = load %235, %1
% = load %235, %2
% = add %6, %4
% = load %238, %1
% = load %238, %2
% = mul %2, %12
% = mul %2, %11
% = sub %2, %1
% = mul %5, %13
% = mul %5, %16
% = add %2, %1
% = add %20, %13
% = add %12, %5
store %245, %1, %0
% = add %12, %3
store %245, %2, %0
% = add %17, %16
% = sub %15, %8
store %248, %1, %0
% = sub %15, %6
store %248, %2, %0
yield
}
yield
} {
% = eq %65, %68
if %0 {
% = const i32 2
% = mul %1, %29
% = mul %1, %36
% = load %258, %1
% = load %258, %2
% = mul %86, %1
% = const i32 3
% = mul %1, %35
% = mul %1, %42
% = load %264, %1
% = load %264, %2
% = mul %92, %1
% = add %38, %46
% = mul %13, %47
% = add %40, %1
% = mul %9, %49
% = add %42, %1
% = add %44, %50
% = mul %18, %51
% = add %46, %1
% = mul %14, %53
% = add %48, %1
for {step: 1} %336, %51 { (%: i32)
% = add %49, %1
% = load %277, %1
% = load %277, %2
% = add %14, %4
% = load %280, %1
% = load %280, %2
% = add %15, %7
% = load %283, %1
% = load %283, %2
% = add %16, %10
% = load %286, %1
% = load %286, %2
% = mul %8, %60
% = mul %8, %59
% = sub %2, %1
% = mul %11, %61
% = mul %11, %64
% = add %2, %1
% = mul %11, %38
% = mul %11, %37
% = sub %2, %1
% = mul %14, %39
% = mul %14, %42
% = add %2, %1
% = mul %14, %38
% = mul %14, %37
% = sub %2, %1
% = mul %17, %39
% = mul %17, %42
% = add %2, %1
% = add %29, %10
% = add %29, %8
% = sub %31, %12
% = sub %31, %10
% = add %20, %8
% = add %18, %6
% = sub %19, %7
% = sub %23, %11
% = mul %142, %1
% = add %89, %40
% = add %10, %6
store %314, %1, %0
% = add %10, %6
store %314, %2, %0
% = add %48, %43
% = mul %147, %7
% = sub %12, %1
store %318, %2, %0
% = add %12, %7
store %318, %3, %0
% = add %50, %47
% = sub %17, %13
store %321, %1, %0
% = sub %17, %13
store %321, %2, %0
% = add %51, %50
% = add %18, %7
store %324, %1, %0
% = sub %18, %13
store %324, %2, %0
yield
}
yield
} {
% = ceil %141
% = clamp_i32 %1
% = ne %143, %143
% = select %1, %393, %2
for {step: 1} %393, %108 { (%: i32)
for {step: 1} %394, %1 { (%: i32)
% = mul %109, %1
% = mul %1, %116
% = load %338, %1
% = load %338, %2
% = mul %166, %1
% = mul %6, %120
% = add %113, %1
% = add %1, %9
% = load %342, %1
% = load %342, %2
% = mul %2, %8
% = mul %2, %7
% = sub %2, %1
store %341, %13, %0
% = mul %5, %9
% = mul %5, %12
% = add %2, %1
store %343, %16, %0
yield
}
for {step: 1} %411, %18 { (%: i32)
% = to_f64 %1
%, % = for {step: 1} %415, %22, %416, %416 { (%: i32, %: f64, %: f64)
% = to_f64 %3
% = mul %7, %1
% = rem %1, %172
% = clamp_i32 %1
% = mul %1, %143
% = mul %1, %143
% = load %365, %1
% = load %365, %2
% = mul %193, %1
% = load %361, %12
% = mul %1, %4
% = load %362, %14
% = mul %1, %4
% = sub %3, %1
% = add %16, %1
% = mul %6, %7
% = mul %5, %10
% = add %2, %1
% = add %19, %1
yield %4, %0
}
% = mul %26, %156
% = add %151, %1
% = add %1, %46
store %376, %0, %26
store %375, %0, %25
yield
}
yield
}
yield
}
yield
}
yield
}
yield
} {
for {step: 1} %440, %161 { (%: i32)
% = mul %1, %161
% = mul %1, %157
% = load %384, %2
% = load %384, %3
% = mul %212, %1
if %163 {
% = add %4, %166
% = add %6, %166
for {step: 1} %448, %163 { (%: i32)
% = add %7, %1
% = load %387, %1
% = load %387, %2
% = add %6, %4
% = load %390, %1
% = load %390, %2
% = mul %2, %12
% = mul %2, %11
% = sub %2, %1
% = mul %5, %13
% = mul %5, %16
% = add %2, %1
% = add %20, %13
% = add %12, %5
store %401, %1, %0
% = add %12, %3
store %401, %2, %0
% = add %17, %16
% = sub %15, %8
store %404, %1, %0
% = sub %15, %6
store %404, %2, %0
yield
}
yield
} {
% = eq %219, %222
if %0 {
% = const i32 2
% = mul %1, %29
% = mul %1, %190
% = load %412, %1
% = load %412, %2
% = mul %240, %1
% = const i32 3
% = mul %1, %35
% = mul %1, %196
% = load %418, %1
% = load %418, %2
% = mul %246, %1
% = add %38, %200
% = mul %13, %201
% = add %40, %1
% = mul %9, %203
% = add %42, %1
% = add %44, %204
% = mul %18, %205
% = add %46, %1
% = mul %14, %207
% = add %48, %1
for {step: 1} %490, %205 { (%: i32)
% = add %49, %1
% = load %429, %1
% = load %429, %2
% = add %14, %4
% = load %432, %1
% = load %432, %2
% = add %15, %7
% = load %435, %1
% = load %435, %2
% = add %16, %10
% = load %438, %1
% = load %438, %2
% = mul %8, %60
% = mul %8, %59
% = sub %2, %1
% = mul %11, %61
% = mul %11, %64
% = add %2, %1
% = mul %11, %38
% = mul %11, %37
% = sub %2, %1
% = mul %14, %39
% = mul %14, %42
% = add %2, %1
% = mul %14, %38
% = mul %14, %37
% = sub %2, %1
% = mul %17, %39
% = mul %17, %42
% = add %2, %1
% = add %29, %10
% = add %29, %8
% = sub %31, %12
% = sub %31, %10
% = add %20, %8
% = add %18, %6
% = sub %19, %7
% = sub %23, %11
% = mul %296, %1
% = add %89, %40
% = add %10, %6
store %470, %1, %0
% = add %10, %6
store %470, %2, %0
% = add %48, %43
% = mul %301, %7
% = sub %12, %1
store %474, %2, %0
% = add %12, %7
store %474, %3, %0
% = add %50, %47
% = sub %17, %13
store %477, %1, %0
% = sub %17, %13
store %477, %2, %0
% = add %51, %50
% = add %18, %7
store %480, %1, %0
% = sub %18, %13
store %480, %2, %0
yield
}
yield
} {
% = ceil %295
% = clamp_i32 %1
% = ne %297, %297
% = select %1, %547, %2
for {step: 1} %547, %262 { (%: i32)
for {step: 1} %548, %1 { (%: i32)
% = mul %109, %1
% = mul %1, %270
% = load %492, %1
% = load %492, %2
% = mul %320, %1
% = mul %6, %274
% = add %113, %1
% = add %1, %9
% = load %494, %1
% = load %494, %2
% = mul %2, %8
% = mul %2, %7
% = sub %2, %1
store %495, %13, %0
% = mul %5, %9
% = mul %5, %12
% = add %2, %1
store %497, %16, %0
yield
}
for {step: 1} %565, %18 { (%: i32)
% = to_f64 %1
%, % = for {step: 1} %569, %22, %570, %570 { (%: i32, %: f64, %: f64)
% = to_f64 %3
% = mul %7, %1
% = rem %1, %326
% = clamp_i32 %1
% = mul %1, %297
% = mul %1, %297
% = load %519, %1
% = load %519, %2
% = mul %347, %1
% = load %515, %12
% = mul %1, %4
% = load %516, %14
% = mul %1, %4
% = sub %3, %1
% = add %16, %1
% = mul %6, %7
% = mul %5, %10
% = add %2, %1
% = add %19, %1
yield %4, %0
}
% = mul %26, %310
% = add %151, %1
% = add %1, %46
store %532, %0, %26
store %531, %0, %25
yield
}
yield
}
yield
}
yield
}
yield
}
yield
}
% = not %356
yield %0, %322
} {
yield %356, %355
}
yield %354, %353, %352
}
if %358 {
for {step: 1} %595, %536 { (%: i32)
% = load %535, %1
store %533, %1, %0
% = load %535, %2
store %533, %2, %0
yield
}
yield
} {
yield
}
if %423 {
for {step: 1} %598, %539 { (%: i32)
% = load %536, %1
store %486, %1, %0
% = load %536, %2
store %486, %2, %0
yield
}
yield
} {
if %422 {
% = mul %532, %604
for {step: 1} %602, %607 { (%: i32)
% = to_f64 %1
% = mul %1, %1
% = rem %1, %4
% = clamp_i32 %1
% = load %497, %1
% = div %1, %559
% = load %498, %3
% = mul %606, %1
% = div %1, %562
% = add %441, %10
% = load %550, %11
% = mul %1, %6
% = load %551, %13
% = mul %1, %5
% = sub %3, %1
store %625, %5, %0
% = add %445, %16
% = mul %6, %8
% = mul %5, %12
% = add %2, %1
store %629, %3, %0
yield
}
yield
} {
if %613 {
yield
} {
for {step: 1} %622, %627 { (%: i32)
% = add %452, %1
% = load %561, %2
store %632, %1, %0
% = add %452, %3
% = load %562, %4
store %634, %1, %0
yield
}
yield
}
yield
}
yield
}
yield
}
yield
}
return
}
`;
